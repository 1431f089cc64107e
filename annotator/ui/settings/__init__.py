"""The settings of the person, which hold in every project on this computer: their file and dialog."""
