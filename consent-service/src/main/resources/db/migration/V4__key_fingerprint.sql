-- SHA-256 of an epoch's key, in hex, noted before the key is destroyed: certificates tell by it which key it was.
ALTER TABLE consent_epoch ADD COLUMN key_fingerprint text;
