import type { Sandbox } from '../../../sandbox';
import { call, tokenOf } from './restClient';

/** A row as event.offline.get and event.offline.list answer it. */
export interface QueueRow {
	ID: string;
	TIMESTAMP_X: string;
	EVENT_NAME: string;
	EVENT_DATA: unknown;
	EVENT_ADDITIONAL: { user_id: string | number };
	MESSAGE_ID: string;
	PROCESS_ID?: string;
	ERROR?: string;
}

/** What event.offline.get answers. */
export interface Taken {
	process_id: string | null;
	events: QueueRow[];
}

/** Binds events as offline ones, with the administrator's token. */
export async function bindOffline(
	sandbox: Sandbox,
	events: string[],
	params: Record<string, unknown> = {},
): Promise<void> {
	for (const event of events) {
		await call(sandbox, 'event.bind', { event, event_type: 'offline', ...params });
	}
}

/** Calls event.offline.get. */
export async function take(sandbox: Sandbox, params: Record<string, unknown> = {}): Promise<Taken> {
	return (await call(sandbox, 'event.offline.get', params)).body.result as Taken;
}

/** Calls event.offline.list. */
export async function listQueue(
	sandbox: Sandbox,
	params: Record<string, unknown> = {},
): Promise<QueueRow[]> {
	return (await call(sandbox, 'event.offline.list', params)).body.result as QueueRow[];
}

/** Status and body of a refusal. */
export async function refusal(
	sandbox: Sandbox,
	method: string,
	params: Record<string, unknown> = {},
	userId = 1,
): Promise<[number, unknown]> {
	const { status, body } = await call(sandbox, method, params, tokenOf(sandbox, userId));
	return [status, body];
}
