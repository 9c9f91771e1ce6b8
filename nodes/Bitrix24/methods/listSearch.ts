import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { isJsonObject, scalar } from '../transport/answer';
import type { JsonObject } from '../transport/answer';
import type { RestParams } from '../transport/call';
import { toNodeError } from '../transport/nodeError';
import { ask } from './ask';
import { availableEvents } from './events';

/** Users on one page of user.get (rest.md 2.1). */
const PAGE = 50;

/** Searches the events by title or code. */
export async function searchEvents(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const wanted = filter.toLowerCase();
	const events = await availableEvents(this);
	const results = events
		.filter(({ name, value }) => `${name} ${String(value)}`.toLowerCase().includes(wanted))
		.map(({ name, value }) => ({ name: name === value ? name : `${name} (${value})`, value }));
	return { results: results.map(({ name, value }) => ({ name, value: String(value) })) };
}

/**
 * Searches the portal's employees by name, a page at a time.
 *
 * Where the application lacks the permission to read users, the connected user alone is offered:
 * `profile` needs no permission (rest.md 8). Everybody else can be given by id.
 */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const start = Number(paginationToken ?? 0);
	const outcome = await ask(this, { method: 'user.get', params: userQuery(filter.trim(), start) });
	if (outcome.ok) {
		const users = Array.isArray(outcome.result) ? outcome.result.filter(isJsonObject) : [];
		return {
			results: users.map(userItem),
			paginationToken: users.length === PAGE ? String(start + PAGE) : undefined,
		};
	}
	if (outcome.error.code !== 'insufficient_scope') throw toNodeError(this.getNode(), outcome.error);

	const profile = await ask(this, { method: 'profile', params: {} });
	if (!profile.ok) throw toNodeError(this.getNode(), profile.error);
	if (!isJsonObject(profile.result)) return { results: [] };
	const me = userItem(profile.result);
	return { results: [{ ...me, name: `${me.name} (you; others by ID)` }] };
}

function userQuery(name: string, start: number): RestParams {
	return {
		FILTER: {
			ACTIVE: true,
			USER_TYPE: 'employee',
			NAME_SEARCH: name === '' ? undefined : name,
		},
		sort: 'NAME',
		order: 'ASC',
		select: ['ID', 'NAME', 'LAST_NAME', 'WORK_POSITION'],
		start,
	};
}

function userItem(user: JsonObject): INodeListSearchItems {
	const id = scalar(user.ID);
	const name = [user.NAME, user.LAST_NAME].map(scalar).join(' ').trim();
	const position = scalar(user.WORK_POSITION);
	const shown = name === '' ? `User ${id}` : name;
	return { name: position === '' ? shown : `${shown}, ${position}`, value: id };
}
