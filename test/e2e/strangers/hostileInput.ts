import type { IDataObject } from 'n8n-workflow';

import type { Call } from './call';

/** What the portal's own call to the trigger looks like. */
export interface PortalCall {
	/** The address of the handler, with its secret. */
	url: string;
	/** The form that it posted, about the lead 5. */
	body: string;
}

/** One row of the table in docs/security.md. */
export interface HostileInput {
	/** What is sent, as the table names it. */
	what: string;
	/** Status of the answer; 0 where nobody waits for one. */
	answer: number;
	/** Who refuses it: n8n refuses some before the trigger is asked. */
	by: 'n8n' | 'the trigger';
	/** What of the portal's own call is changed. Unless told, it is posted as the form that it is. */
	call(portal: PortalCall): Partial<Call>;
	/** For what is an event in spite of all: what the table says of its item, and the item's `data`. */
	event?: { holds: string; data: IDataObject | string };
}

/** Stands in the place of tokens that no item may hold. */
export const TOKEN_SENT = 'token0that0was0sent';

export const FORM = 'application/x-www-form-urlencoded';

/** The portal's form with fields set, or removed where they are undefined. */
export function withFields(body: string, fields: Record<string, string | undefined>): string {
	const form = new URLSearchParams(body);
	for (const [name, value] of Object.entries(fields)) {
		if (value === undefined) form.delete(name);
		else form.set(name, value);
	}
	return form.toString();
}

/** The handler's address without its secret, or with another query. */
export function withQuery(url: string, query = ''): string {
	return url.replace(/\?.*$/, query);
}
