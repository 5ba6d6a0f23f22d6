"""Documents that mean harm, answers that do, and machines that break: what must not come of them."""
