"""What the pages take from NL Design System and htmx: fetched, cut to what they use, and kept in `api/desk/static`."""
