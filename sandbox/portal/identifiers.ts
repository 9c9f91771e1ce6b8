import { randomBytes, randomInt } from 'node:crypto';

const ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Random lower-case hexadecimal text of the given length (characters). */
export function randomHex(length: number): string {
	return randomBytes(Math.ceil(length / 2))
		.toString('hex')
		.slice(0, length);
}

/** Random text of the given length over `[a-z0-9]`. */
export function randomAlphanumeric(length: number): string {
	return Array.from({ length }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join('');
}

/** PHP's `uniqid('', true)`: 14 hexadecimal characters, a dot, eight digits. */
export function uniqueId(): string {
	return `${randomHex(14)}.${randomDigits(8)}`;
}

/** Random decimal digits; the first may be zero. */
export function randomDigits(length: number): string {
	return Array.from({ length }, () => randomInt(10)).join('');
}
