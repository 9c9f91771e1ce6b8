import type { IDataObject } from 'n8n-workflow';

import { objectWithoutSecrets } from '../events/sentValues';
import { wholeNumberOf } from '../values/json';
import type { FormObject, FormValue } from './payload';

/** The whole body of a call as an object, without its tokens. */
export function rawItem(body: FormObject): IDataObject {
	return objectWithoutSecrets(body);
}

/** Where a call comes from: through whom, and from which portal. */
export function origin(body: FormObject): IDataObject {
	const auth = fields(body.auth);
	return {
		userId: wholeNumberOf(auth.user_id) ?? null,
		portal: { domain: textOf(auth.domain), memberId: textOf(auth.member_id) },
	};
}

/** Id of the user who caused the call, as text; undefined where a rule or the system did. */
export function actingUser(body: FormObject): string | undefined {
	const { user_id: user } = fields(body.auth);
	return typeof user === 'string' ? user : undefined;
}

/** The parts of a value of a form; none where it is text or a list. */
export function fields(value: FormValue | undefined): FormObject {
	return typeof value === 'object' && !Array.isArray(value) ? value : {};
}

/** Text; null for whatever is none. */
function textOf(value: FormValue | undefined): string | null {
	return typeof value === 'string' ? value : null;
}
