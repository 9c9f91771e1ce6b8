import { createHmac, timingSafeEqual } from 'node:crypto';
import { randomAlphanumeric, randomDigits } from '../portal/identifiers';

/** `{workflow}|{activity}|{32 alnum}.{64 hex}`, signed with the portal's key (rest.md 6.4). */
export function newEventToken(workflowId: string, portalKey: string): string {
	const activity = `A${[5, 5, 5, 5].map(randomDigits).join('_')}`;
	const signed = `${workflowId}|${activity}|${randomAlphanumeric(32)}`;
	return `${signed}.${signature(signed, portalKey)}`;
}

/** The workflow a token belongs to; undefined if this portal did not sign it. */
export function workflowOfToken(eventToken: string, portalKey: string): string | undefined {
	const dot = eventToken.lastIndexOf('.');
	const signed = eventToken.slice(0, Math.max(dot, 0));
	const given = Buffer.from(eventToken.slice(dot + 1));
	const expected = Buffer.from(signature(signed, portalKey));
	if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
	return signed.split('|')[0];
}

function signature(signed: string, portalKey: string): string {
	return createHmac('sha256', `bizproc${portalKey}`).update(signed).digest('hex');
}
