import type { IDataObject } from 'n8n-workflow';

import { objectWithoutSecrets } from '../events/sentValues';
import { objectOf, wholeNumberOf } from '../values/json';
import type { JsonValue } from '../values/json';
import type { FormObject } from './formTree';

/** The whole body of a call as an object, without its tokens. */
export function rawItem(body: FormObject): IDataObject {
	return objectWithoutSecrets(body);
}

/**
 * Where a call comes from: the user who caused it, or the one whose rights it came with, and the portal.
 *
 * @param isRunAs whether the call came with the rights of one user, whoever caused it
 */
export function origin(body: FormObject, isRunAs: boolean): IDataObject {
	const auth = objectOf(body.auth);
	const user = tokenUser(body) ?? null;
	return {
		userId: isRunAs ? null : user,
		runAsUserId: isRunAs ? user : null,
		portal: { domain: textOrNull(auth.domain), memberId: textOrNull(auth.member_id) },
	};
}

/** ID of the user whose token came with a call; undefined if a rule or the system caused it. */
export function tokenUser(body: FormObject): number | undefined {
	return wholeNumberOf(objectOf(body.auth).user_id);
}

/** A text as an item shows it: null for anything else. */
export function textOrNull(value: JsonValue | undefined): string | null {
	return typeof value === 'string' ? value : null;
}
