import type { IDataObject } from 'n8n-workflow';

import { objectWithoutSecrets } from '../events/sentValues';
import { objectOf, wholeNumberOf } from '../values/json';
import type { JsonValue } from '../values/json';
import type { FormObject } from './formTree';

/** The whole body of a call as an object, without its tokens. */
export function rawItem(body: FormObject): IDataObject {
	return objectWithoutSecrets(body);
}

/** Where a call comes from: the user who caused it, and the portal. */
export function origin(body: FormObject): IDataObject {
	const auth = objectOf(body.auth);
	return {
		userId: wholeNumberOf(auth.user_id) ?? null,
		portal: { domain: textOrNull(auth.domain), memberId: textOrNull(auth.member_id) },
	};
}

/** ID of the user who caused the call, as text; undefined if a rule or the system did. */
export function actingUser(body: FormObject): string | undefined {
	return textOrNull(objectOf(body.auth).user_id) ?? undefined;
}

/** A text as an item shows it: null for anything else. */
export function textOrNull(value: JsonValue | undefined): string | null {
	return typeof value === 'string' ? value : null;
}
