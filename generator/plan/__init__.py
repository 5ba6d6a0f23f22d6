"""An Api and toolkit.yaml become every decision about a package, as values."""
