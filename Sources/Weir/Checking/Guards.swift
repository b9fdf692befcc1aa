// What is allowed and yet unwise about denials and holds: absence that hides what they look for.
