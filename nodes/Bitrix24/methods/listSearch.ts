import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { callOne, PAGE_SIZE } from '../rest/client';
import { toHookError } from '../rest/errors/nodeError';
import type { RestParams } from '../rest/types';
import { isObject, objectsOf, textOf } from '../values/json';
import type { JsonObject } from '../values/json';

/**
 * Searches the portal's employees by name, one page at a time.
 *
 * If the application lacks the permission to read users, only the connected user is offered:
 * `profile` needs no permission (docs/reference/bitrix24.md#profile). Other users can be given by ID.
 */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const start = Number(paginationToken ?? 0);
	const params = userQuery(filter.trim(), start);
	const outcome = await callOne(this, { method: 'user.get', params, idempotent: true });
	if (outcome.ok) {
		const users = objectsOf(outcome.result);
		return {
			results: users.map(userItem),
			paginationToken: users.length === PAGE_SIZE ? String(start + PAGE_SIZE) : undefined,
		};
	}
	if (outcome.error.code !== 'insufficient_scope') throw toHookError(this.getNode(), outcome.error);

	const profile = await callOne(this, { method: 'profile', params: {}, idempotent: true });
	if (!profile.ok) throw toHookError(this.getNode(), profile.error);
	if (!isObject(profile.result)) return { results: [] };
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
	const id = textOf(user.ID);
	const name = [user.NAME, user.LAST_NAME].map(textOf).join(' ').trim();
	const position = textOf(user.WORK_POSITION);
	const shown = name === '' ? `User ${id}` : name;
	return { name: position === '' ? shown : `${shown}, ${position}`, value: id };
}

/** Searches the templates of business processes by name, document type or ID; a portal has few. */
export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const outcome = await callOne(this, {
		method: 'bizproc.workflow.template.list',
		params: { SELECT: ['ID', 'NAME', 'DOCUMENT_TYPE'], ORDER: { NAME: 'ASC' } },
		idempotent: true,
		pages: {},
	});
	if (!outcome.ok) throw toHookError(this.getNode(), outcome.error);

	const results = objectsOf(outcome.result).map(({ ID, NAME, DOCUMENT_TYPE }) => ({
		name: `${textOf(NAME)} (${textOf(DOCUMENT_TYPE)}, ${textOf(ID)})`,
		value: textOf(ID),
	}));
	const wanted = filter.trim().toLowerCase();
	return { results: results.filter(({ name }) => name.toLowerCase().includes(wanted)) };
}
