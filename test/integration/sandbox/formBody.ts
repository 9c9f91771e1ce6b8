import type { EventReceiver } from './eventReceiver';

/** The form body of an event call by its keys, `auth[domain]` and the like, in their order. */
export function fieldsOf(body: string | undefined): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(body));
}

/** What a receiver got, oldest first. */
export function receivedBy({ received }: EventReceiver): Array<Record<string, string>> {
	return received.map(({ body }) => fieldsOf(body));
}
