"""Reading: pixels or a PDF's own words in, `Page` out. Import the module you need; nothing is loaded here."""
