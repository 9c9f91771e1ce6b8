import { createHmac, timingSafeEqual } from 'node:crypto';
import { asMap } from '../php/values';
import { type PullChannel, signedId } from './channel';

/**
 * The JWT that a client of a personal queue server connects with: it carries the channels, so that
 * the address need not (docs/reference/bitrix24.md#pull-server-kinds).
 *
 * @param exp unix seconds
 */
export function connectionToken(
	channels: readonly PullChannel[],
	exp: number,
	key: string,
): string {
	const content = [
		{ alg: 'HS256', typ: 'JWT' },
		{ exp, chan: channels.map((channel) => signedId(channel, key)).join('/') },
	];
	const signed = content
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.');
	return `${signed}.${signature(signed, key)}`;
}

/**
 * The signed ids of the channels in the token, joined by `/`; undefined if the token is forged or
 * expired.
 */
export function channelsInToken(token: string, now: number, key: string): string | undefined {
	const [head = '', body = '', proof = ''] = token.split('.');
	const expected = Buffer.from(signature(`${head}.${body}`, key));
	const given = Buffer.from(proof);
	if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
	const { exp, chan } = asMap(JSON.parse(Buffer.from(body, 'base64url').toString()));
	return typeof exp === 'number' && exp * 1000 > now && typeof chan === 'string' ? chan : undefined;
}

function signature(text: string, key: string): string {
	return createHmac('sha256', key).update(text).digest('base64url');
}
