"""City → district → street → community → venue → room, equipment, hours, distance."""
