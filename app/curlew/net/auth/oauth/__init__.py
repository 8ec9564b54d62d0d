"""OAuth 2.0: what a form says, how tokens are asked for, how a person signs in. `net/auth/oauth2.py` is the kind itself."""
