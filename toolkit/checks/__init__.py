"""What is doubtful: checks of translations and claims, attribution, and the words to light up."""
