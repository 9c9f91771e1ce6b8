import { pathOf } from '../control.js';
import { element } from '../element.js';
import { ask, field } from '../forms.js';
import { followingList } from '../lists.js';
import { badge, button, heading, time } from '../parts.js';
import { counted } from '../texts.js';

const PROCESS_TONES = { running: 'warn', completed: 'good', terminated: 'bad' };
/** `autoExecute` of automation rules on stages. */
const ON_STAGE = 8;

/** Templates, automation rules on stages, and the business processes that run by them. */
export function processes(tools) {
	let state;
	const templateTitle = heading('h3', 'Templates and stages');
	const processTitle = heading('h3', 'Business processes');
	const templateList = element('ul', { class: 'rows', id: 'template-rows' });
	const processList = element('ul', { class: 'rows', id: 'process-rows' });
	const templates = followingList(templateList, {
		keyOf: ({ id }) => id,
		row: (template) => templateRow(template, () => state, tools),
		empty: 'None. Put a rule on a stage, and it runs when a record enters it.',
	});
	const drawProcesses = followingList(processList, {
		keyOf: ({ number }) => number,
		row: (process) => processRow(process, tools),
		empty: 'None yet. Each run of a rule and each start of a template is one.',
	});
	const node = element(
		'section',
		{ 'aria-label': 'Templates and business processes' },
		element(
			'div',
			{ class: 'title' },
			templateTitle.node,
			button('Put a rule on a stage…', () => putOnStage(state, tools)),
		),
		templateList,
		processTitle.node,
		processList,
	);
	function draw(its) {
		state = its;
		templates(its.templates);
		drawProcesses(its.businessProcesses);
		templateTitle.set(its.templates.length);
		processTitle.set(its.businessProcesses[0]?.number);
	}
	return { node, draw, keys: ['templates', 'businessProcesses'] };
}

function templateRow(template, stateNow, tools) {
	const { id, name, documentType, autoExecute, stage, steps } = template;
	const [, , type] = documentType;
	const isOnStage = autoExecute === ON_STAGE;
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element('strong', {}, name),
			element('span', { class: 'quiet' }, `${type} · ${counted(steps, 'step')}`),
		),
		isOnStage && badge(stage ?? 'when created', 'info'),
		!isOnStage &&
			button('Start…', () => start(template, stateNow(), tools), {
				key: `start-${id}`,
				description: `Start ${name}`,
			}),
		button('Remove', () => tools.attempt(['DELETE', pathOf('templates', id)]), {
			key: `remove-template-${id}`,
			description: `Remove ${name}`,
		}),
	);
}

function start({ id, name, documentType: [, , type] }, { documents }, { act }) {
	const options = documents.filter((its) => its.type === type);
	ask({
		title: `Start “${name}”`,
		intro: options.length === 0 ? `It needs a record of the type ${type}.` : undefined,
		fields: [field({ name: 'documentId', label: 'Document', type: 'select', options })],
		button: 'Start',
		submit: (values) => act('POST', pathOf('templates', id, 'start'), values),
	});
}

function putOnStage({ rules, kinds }, { act }) {
	ask({
		title: 'Put a rule on a stage',
		intro: 'It runs when a record enters the stage; without one, when a record is created.',
		fields: [
			field({
				name: 'rule',
				label: 'Rule',
				type: 'select',
				options: rules.map(({ name }, position) => ({ value: position, label: name })),
			}),
			field({
				name: 'documentType',
				label: 'Records',
				type: 'select',
				options: kinds
					.filter(({ documentType }) => documentType)
					.map(({ documentType, plural }) => ({ value: documentType, label: plural })),
			}),
			field({
				name: 'stage',
				label: 'Stage',
				placeholder: 'EXECUTING',
				hint: 'empty: when created',
			}),
		],
		submit: ({ rule, ...values }) => {
			const { code, clientId } = rules[rule] ?? {};
			return act('POST', 'automations', { code, clientId, ...values });
		},
	});
}

function processRow(process, { attempt }) {
	const { id, documentId, templateId, status, statusText, startedAt } = process;
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element('strong', {}, documentId),
			element(
				'span',
				{ class: 'quiet' },
				[templateId === 0 ? 'a single rule' : `template ${templateId}`, statusText]
					.filter(Boolean)
					.join(' · '),
			),
		),
		badge(status, PROCESS_TONES[status]),
		time(startedAt),
		status === 'running' &&
			button('End', () => attempt(['POST', pathOf('business-processes', id, 'terminate')]), {
				key: `end-${id}`,
				description: `End the business process on ${documentId}`,
			}),
	);
}
