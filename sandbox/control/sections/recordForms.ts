import { RECORD_KINDS, type RecordKindName } from '../../records/kinds';

/** A field that the page asks for when a record is created. */
export interface RecordField {
	name: string;
	label: string;
	type?: 'text' | 'number';
	placeholder?: string;
}

/** How the page names a kind of record and asks for a new one. */
export interface RecordForm {
	name: RecordKindName;
	/** In lower case, for sentences. */
	title: string;
	plural: string;
	/** Type in the document ids of business processes; absent where no rules run on such records. */
	documentType?: string;
	fields: readonly RecordField[];
}

/** What the page shows in another way than the kind says. */
const FORMS: Partial<Record<RecordKindName, Partial<RecordForm>>> = {
	lead: {
		documentType: 'LEAD',
		fields: [
			{ name: 'TITLE', label: 'Title', placeholder: 'Website request' },
			{ name: 'NAME', label: 'Name', placeholder: 'Ada Lovelace' },
		],
	},
	deal: {
		documentType: 'DEAL',
		fields: [
			{ name: 'TITLE', label: 'Title', placeholder: 'Annual licence' },
			{ name: 'OPPORTUNITY', label: 'Amount', type: 'number' },
		],
	},
	contact: {
		documentType: 'CONTACT',
		fields: [
			{ name: 'NAME', label: 'First name', placeholder: 'Ada' },
			{ name: 'LAST_NAME', label: 'Last name', placeholder: 'Lovelace' },
		],
	},
	company: { plural: 'Companies', documentType: 'COMPANY' },
	quote: { documentType: 'QUOTE' },
	activity: { plural: 'Activities' },
	bookingWaitlistItem: { plural: 'Wait list entries' },
	catalogMeasure: { plural: 'Units of measurement' },
	currency: {
		plural: 'Currencies',
		fields: [
			{ name: 'CURRENCY', label: 'Code', placeholder: 'EUR' },
			{ name: 'FULL_NAME', label: 'Name', placeholder: 'Euro' },
		],
	},
	item: { title: 'SPA item', plural: 'SPA items' },
	type: { plural: 'Smart processes' },
	taskComment: {
		fields: [
			{ name: 'POST_MESSAGE', label: 'Comment', placeholder: 'Done' },
			{ name: 'TASK_ID', label: 'Task (id)', type: 'number' },
		],
	},
	task: { fields: [{ name: 'title', label: 'Title', placeholder: 'Call back' }] },
};

/** The form of a kind. */
export function recordForm(name: RecordKindName): RecordForm {
	const { title, titleField } = RECORD_KINDS[name];
	return {
		name,
		title: title.toLowerCase(),
		plural: `${title}s`,
		fields: [{ name: titleField, label: 'Title' }],
		...FORMS[name],
	};
}
