import type { IDataObject } from 'n8n-workflow';

import { isoTime } from '../../events/sentValues';
import { objectOf, textsOf, wholeNumberOf } from '../../values/json';
import type { JsonValue } from '../../values/json';
import { origin, textOrNull } from '../callBody';
import type { FormObject } from '../formTree';
import { fieldValue, isoDate } from './fieldValues';
import type { FieldKind } from './fieldValues';

/**
 * The item for a rule that Bitrix24 runs: the rule's fields, the document that it runs on, and the token
 * to answer with (docs/reference/bitrix24.md#rule-call).
 *
 * @param kinds what the fields were registered as, by their IDs in lower case
 */
export function ruleItem(body: FormObject, kinds: ReadonlyMap<string, FieldKind>): IDataObject {
	const sent = Object.entries(objectOf(body.properties));
	const kindOf = (id: string) => kinds.get(id.toLowerCase());
	const dates = sent.flatMap(([id, value]) => {
		const isDate = /^date(time)?$/.test(kindOf(id)?.type ?? '');
		const iso = isDate && typeof value === 'string' ? isoDate(value) : undefined;
		return iso === undefined ? [] : [[id, iso] as const];
	});
	return {
		eventToken: textOrNull(body.event_token),
		fields: Object.fromEntries(sent.map(([id, value]) => [id, fieldValue(value, kindOf(id))])),
		...(dates.length === 0 ? {} : { isoDates: Object.fromEntries(dates) }),
		document: describeDocument(body.document_id, body.document_type),
		workflowId: textOrNull(body.workflow_id),
		code: textOrNull(body.code),
		waitsForAnswer: body.use_subscription === 'Y',
		timeoutSeconds: wholeNumberOf(body.timeout_duration) ?? 0,
		occurredAt: isoTime(body.ts),
		// A rule runs with the rights of a user that its settings name; nobody tells who caused it.
		...origin(body, true),
	};
}

/** One object of `[crm, CCrmDocumentDeal, DEAL_12]` and `[crm, CCrmDocumentDeal, DEAL]`. */
function describeDocument(id: JsonValue | undefined, type: JsonValue | undefined): IDataObject {
	const [module, entity, name] = textsOf(id);
	const number = /_(\d+)$/.exec(name ?? '')?.[1];
	return {
		module: module ?? null,
		entity: entity ?? null,
		type: textsOf(type)[2] ?? null,
		id: name ?? null,
		numericId: wholeNumberOf(number) ?? null,
	};
}
