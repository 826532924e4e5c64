"""What people say after class; lessons and assignments follow here."""
