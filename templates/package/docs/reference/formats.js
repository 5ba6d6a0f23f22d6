// What texts of a format look like; formats that are not here are not checked.

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
const ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const URI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const FORMATS = {
  date: isDate,
  time: isTime,
  "date-time": (text) => /^.{10}[Tt]/s.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11)),
  email: isEmail,
  "idn-email": (text) => /^[^\s@]+@[^\s@]+$/.test(text),
  hostname: isHost,
  ipv4: isIpv4,
  ipv6: isIpv6,
  uri: (text) => URI.test(text),
  url: () => true,
  uuid: (text) => UUID.test(text),
};

function isDate(text) {
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

function daysOf(year, month) {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

function isTime(text) {
  const found = TIME.exec(text);
  if (!found) return false;
  const [hour, minute, second] = found.slice(1, 4).map(Number);
  const zone = found[5].toUpperCase() === "Z" ? [0, 0] : found[5].slice(1).split(":").map(Number);
  if (hour > 23 || minute > 59 || second > 60 || zone[0] > 23 || zone[1] > 59) return false;
  return second < 60 || isLastMinute(hour, minute, found[5], zone);
}

/** A leap second is one at the end of a day in UTC alone. */
function isLastMinute(hour, minute, written, [hours, minutes]) {
  const offset = (written[0] === "-" ? -1 : 1) * (hours * 60 + minutes);
  return (hour * 60 + minute - offset + 2880) % 1440 === 1439;
}

function isEmail(text) {
  const at = text.lastIndexOf("@");
  const [local, host] = [text.slice(0, at), text.slice(at + 1)];
  return at > 0 && local.length <= 64 && ATOM.test(local) && isHost(host);
}

function isHost(text) {
  return text.length <= 253 && text.split(".").every((label) => LABEL.test(label));
}

function isIpv4(text) {
  return (
    /^\d{1,3}(\.\d{1,3}){3}$/.test(text) &&
    text.split(".").every((part) => String(+part) === part && +part < 256)
  );
}

function isIpv6(text) {
  const [head, tail, more] = text.split("::");
  if (more !== undefined || text.includes("%")) return false;
  const groups = [head, tail ?? ""].join(":").split(":").filter(Boolean);
  const last = groups.at(-1) ?? "";
  const size = groups.length + (isIpv4(last) ? 1 : 0);
  const sound = groups.every(
    (each, index) => /^[0-9a-f]{1,4}$/i.test(each) || (index === groups.length - 1 && isIpv4(each)),
  );
  return sound && !/:::|^:[^:]|[^:]:$/.test(text) && (tail === undefined ? size === 8 : size < 8);
}
