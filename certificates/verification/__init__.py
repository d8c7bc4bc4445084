"""Anyone checks a certificate, without signing in."""
