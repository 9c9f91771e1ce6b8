import { pathOf } from '../control.js';
import { ask, field } from '../forms.js';

/** Fields that only the portal itself writes. */
const OWN =
	/^(ID|CREATED_?BY(_ID)?|DATE_CREATE|MODIFY_BY_ID|DATE_MODIFY|(created|updated|changed)\w*)$/i;

/** Asks for new values of all fields of a record, by their names in REST. */
export async function changeRecord({ name, title, fields }, id, { act, notify }) {
	const path = pathOf('records', name, id);
	let record;
	try {
		record = await act('GET', path);
	} catch (error) {
		notify(error.message);
		return;
	}
	const first = fields.map((its) => its.name);
	const others = Object.keys(record).filter((key) => !first.includes(key) && !OWN.test(key));
	ask({
		title: `Change ${title} ${id}`,
		intro: 'Only what is different is sent. Lists are written as JSON.',
		fields: [
			...[...first, ...others].map((key) =>
				field({ name: `field ${key}`, label: key, value: written(record[key]) }),
			),
			field({ name: 'own', label: 'Another field', placeholder: 'UF_CRM_COLOUR' }),
			field({ name: 'value', label: 'Its value' }),
		],
		submit: (values) => act('POST', path, changes(record, values)),
	});
}

/** The fields whose value has changed. */
function changes(record, { own, value, ...values }) {
	const typed = Object.entries(values).map(([name, now]) => [name.replace(/^field /, ''), now]);
	return Object.fromEntries([
		...typed
			.filter(([key, now]) => now !== written(record[key]))
			.map(([key, now]) => [key, read(key, now, record[key])]),
		...(own ? [[own, value]] : []),
	]);
}

function written(value) {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The typed text as a value of the same type as before. */
function read(key, typed, before) {
	if (typeof before === 'number' && typed.trim() !== '') return Number(typed);
	if (typeof before !== 'object' || before === null || typed === '') return typed;
	try {
		return JSON.parse(typed);
	} catch {
		throw new Error(`${key} is a list and needs JSON.`);
	}
}
