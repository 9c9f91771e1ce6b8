import type { PhpMap } from '../../php/values';
import { text } from '../../php/values';
import type { Portal } from '../../portal/portal';
import {
	isRecordKindName,
	RECORD_KIND_NAMES,
	RECORD_KINDS,
	type RecordKindName,
} from '../../records/kinds';
import {
	createRecord,
	deleteRecord,
	findRecord,
	recordId,
	recordsOf,
	updateRecord,
} from '../../records/records';
import { expect, type Section, signedIn } from '../action';
import { SHOWN, shortened } from '../shown';
import { recordForm } from './recordForms';

const FORMS = RECORD_KIND_NAMES.map(recordForm);

/** Records that events are about; changed as if the signed-in user did it in the portal. */
export const recordsSection: Section = {
	state: (portal) => ({
		kinds: FORMS,
		records: Object.fromEntries(FORMS.map((form) => [form.name, shownRecords(portal, form.name)])),
	}),
	actions: [
		{
			httpMethod: 'GET',
			path: 'records/:kind/:id',
			run: ({ portal, path }) =>
				expect(findRecord(portal, kindOf(path), text(path.id)), noRecord(path)),
		},
		{
			httpMethod: 'POST',
			path: 'records/:kind',
			run: ({ portal, path, fields }) => {
				const kind = kindOf(path);
				const { ownId, idField, title } = RECORD_KINDS[kind];
				const id = text(fields[idField]).trim();
				expect(!ownId || id !== '', `A ${title.toLowerCase()} needs a code of its own.`);
				expect(!ownId || !findRecord(portal, kind, id), `There is one already: ${id}.`);
				return createRecord(portal, kind, fields, signedIn(portal));
			},
		},
		{
			httpMethod: 'POST',
			path: 'records/:kind/:id',
			run: ({ portal, path, fields }) =>
				expect(
					updateRecord(portal, kindOf(path), text(path.id), fields, signedIn(portal)),
					noRecord(path),
				),
		},
		{
			httpMethod: 'DELETE',
			path: 'records/:kind/:id',
			run: ({ portal, path }) =>
				expect(deleteRecord(portal, kindOf(path), text(path.id), signedIn(portal)), noRecord(path)),
		},
	],
};

/** How many there are, and what a row shows of the newest ones. */
function shownRecords(portal: Portal, kind: RecordKindName) {
	const all = recordsOf(portal, kind);
	const { fields } = recordForm(kind);
	return {
		count: all.length,
		newest: all
			.slice(-SHOWN)
			.reverse()
			.map((record) => ({
				id: recordId(kind, record),
				texts: fields.map(({ name }) => shortened(text(record[name]), 200)),
			})),
	};
}

function kindOf({ kind }: PhpMap): RecordKindName {
	const name = text(kind);
	return expect(isRecordKindName(name) && name, `There are no records of the kind ${name}.`);
}

function noRecord({ kind, id }: PhpMap): string {
	return `There is no ${RECORD_KINDS[kindOf({ kind })].title.toLowerCase()} ${text(id)}.`;
}
