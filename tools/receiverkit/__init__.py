"""The other end of what the suite sends: a mail box, an SMS and a push provider, and who is told of alerts. Entry: tools/receiver."""
