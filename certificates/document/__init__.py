"""The printed certificate: from frozen facts to the bytes of a PDF."""
