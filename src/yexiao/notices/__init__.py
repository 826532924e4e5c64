"""Messages to people: one outbox, nobody is told twice."""
