import { element } from '../element.js';
import { field, fill, group, inlineForm } from '../forms.js';
import { counted } from '../texts.js';

const MS = { type: 'number', min: 0, max: 3_600_000, required: true, size: 'narrow' };

/** How many requests the portal works on at once, and how many there are. */
export function workerForm({ attempt }) {
	const form = inlineForm({
		label: 'Workers',
		fields: [
			field({ ...MS, name: 'count', label: 'Workers (0: any)', max: 1000 }),
			field({ ...MS, name: 'queue', label: 'Waiting at most', max: 1e9 }),
			field({ ...MS, name: 'limitMs', label: '504 after (ms)', min: 1 }),
		],
		button: 'Apply',
		submit: (values) => attempt(['POST', 'workers', values], 'Workers applied'),
	});
	const status = element('p', { class: 'quiet', id: 'load', role: 'status' });
	const draw = ({ workers, load }) => {
		fill(form, workers);
		status.textContent = loadText(workers, load);
	};
	return { node: group('Workers', form, status), draw };
}

/** How long the work on a call takes. */
export function workTimeForm({ attempt }) {
	const form = inlineForm({
		label: 'Work',
		fields: [
			field({ ...MS, name: 'defaultMs', label: 'Any method (ms)' }),
			field({
				name: 'methods',
				label: 'Methods of their own',
				type: 'textarea',
				placeholder: 'crm.item.add 100',
				hint: 'One in each line, with its milliseconds.',
				size: 'broad',
			}),
			field({
				name: 'preciseTimes',
				label: 'Answers tell fractions of a second',
				type: 'checkbox',
				hint: 'As portals did until 2025.',
			}),
		],
		button: 'Apply',
		submit: (values) => attempt(['POST', 'work-time', values], 'Times applied'),
	});
	const draw = ({ workTime }) => fill(form, workTime);
	return { node: group('Work', form), draw };
}

function loadText({ count }, { underWay, mostUnderWay, working, waiting }) {
	const most = `${counted(mostUnderWay, 'request')} under way at most.`;
	const workers =
		count > 0 ? `${working} of ${counted(count, 'worker')} busy` : `${working} worked on`;
	return `${underWay} under way, ${workers}, ${waiting} waiting. ${most}`;
}
