"""Skills, courses, lecturers, seasons, sections and their meetings, fees."""
