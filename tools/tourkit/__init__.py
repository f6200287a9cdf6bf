"""Makes docs/tour.md: one complaint's way through the suite, with the real calls and the events that they caused. Entry: tools/tour."""
