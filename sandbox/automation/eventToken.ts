import { createHmac, timingSafeEqual } from 'node:crypto';
import { randomAlphanumeric } from '../portal/identifiers';

/** What an event token names. */
export interface NamedStep {
	/** Id of the business process. */
	workflowId: string;
	activityName: string;
}

/**
 * `{business process}|{activity}|{32 alnum}.{64 hex}`, signed with the portal's key
 * (docs/reference/bitrix24.md#event-token).
 */
export function newEventToken({ workflowId, activityName }: NamedStep, portalKey: string): string {
	const signed = `${workflowId}|${activityName}|${randomAlphanumeric(32)}`;
	return `${signed}.${signature(signed, portalKey)}`;
}

/** The step that a token belongs to; undefined if this portal did not sign it. */
export function stepOfToken(eventToken: string, portalKey: string): NamedStep | undefined {
	const dot = eventToken.lastIndexOf('.');
	const signed = eventToken.slice(0, Math.max(dot, 0));
	const given = Buffer.from(eventToken.slice(dot + 1));
	const expected = Buffer.from(signature(signed, portalKey));
	if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
	const [workflowId = '', activityName = ''] = signed.split('|');
	return { workflowId, activityName };
}

function signature(signed: string, portalKey: string): string {
	return createHmac('sha256', `bizproc${portalKey}`).update(signed).digest('hex');
}
