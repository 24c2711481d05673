"""One room for each lesson. Importing one loads that lesson, and what all share."""
