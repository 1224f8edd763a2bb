"""What a sentence says: words, numbers, dates, names, negation and speech, in Arabic and English."""
