import { element } from '../element.js';
import { field, fill, group, inlineForm } from '../forms.js';
import { button } from '../parts.js';
import { counted } from '../texts.js';
import { workerForm, workTimeForm } from './workers.js';

const RATE_LIMITS = [
	{ value: 'off', label: 'Off' },
	{ value: 'standard', label: 'Standard (50, 2 a second)' },
	{ value: 'enterprise', label: 'Enterprise (250, 5 a second)' },
	{ value: 'own', label: 'As started', hidden: true, disabled: true },
];

const MS = { type: 'number', min: 0, max: 600_000, required: true, size: 'narrow' };

/** What needs only a button. */
const ACTIONS = [
	['expire-access-tokens', 'Expire access tokens', 'Every access token issued so far has expired'],
	[
		'revoke-refresh-tokens',
		'Revoke refresh tokens',
		'No refresh token issued so far works any longer',
	],
	['rename', 'Rename the portal', 'The portal has a new address; REST at the old one redirects'],
];

const KEYS = [
	'settings',
	'limits',
	'workers',
	'workTime',
	'load',
	'outgoing',
	'clock',
	'queueServer',
	'features',
];

/** How the portal behaves: limits, times, clock, tokens. */
export function switches(tools) {
	const limits = limitForm(tools);
	const workers = workerForm(tools);
	const work = workTimeForm(tools);
	const times = timeForm(tools);
	const deliveries = deliveryForm(tools);
	const clock = clockForm(tools);
	const pull = pullForm(tools);
	const features = featureForm(tools);
	const parts = [limits, workers, work, times, deliveries, clock, pull, features];
	const node = element(
		'section',
		{ 'aria-labelledby': 'switches-title' },
		element('h2', { id: 'switches-title' }, 'Behaviour'),
		parts.map((part) => part.node),
		group(
			'Tokens and address',
			element(
				'div',
				{ class: 'inline' },
				ACTIONS.map(([path, label, success]) =>
					button(label, () => tools.attempt(['POST', path], success)),
				),
			),
		),
	);
	const draw = (state) => parts.forEach((part) => part.draw(state));
	return { node, draw, keys: KEYS };
}

function limitForm({ attempt }) {
	const form = inlineForm({
		label: 'Limits',
		fields: [
			field({ name: 'rateLimit', label: 'Rate limit', type: 'select', options: RATE_LIMITS }),
			field({ ...MS, name: 'seconds', label: 'Operating limit (s)', max: 86_400 }),
		],
		button: 'Apply',
		submit: async ({ rateLimit, seconds }) => {
			if (rateLimit && !(await attempt(['POST', 'rate-limit', { name: rateLimit }]))) return;
			await attempt(['POST', 'operating-limit', { seconds }], 'Limits applied');
		},
	});
	const draw = ({ settings, limits: { operatingLimitSeconds } }) => {
		fill(form, { rateLimit: settings.rateLimit, seconds: operatingLimitSeconds });
	};
	return { node: group('Limits', form), draw };
}

function timeForm({ attempt }) {
	const form = inlineForm({
		label: 'Latency',
		fields: [
			field({ ...MS, name: 'requestMs', label: 'Request (ms)' }),
			field({ ...MS, name: 'commandMs', label: 'Command (ms)' }),
			field({ ...MS, name: 'tokenMs', label: 'Token request (ms)' }),
		],
		button: 'Apply',
		submit: (values) => attempt(['POST', 'latency', values], 'Latency applied'),
	});
	const draw = ({ settings, limits: { tokenLatencyMs } }) => {
		fill(form, { ...settings.latency, tokenMs: tokenLatencyMs });
	};
	return { node: group('Latency', form), draw };
}

function deliveryForm({ attempt }) {
	const form = inlineForm({
		label: 'Delivery delay',
		fields: [field({ ...MS, name: 'ms', label: 'Delay (ms)' })],
		button: 'Apply',
		submit: (values) => attempt(['POST', 'delivery-delay', values], 'Delay applied'),
	});
	const held = element('p', { class: 'quiet', role: 'status' });
	const release = (order) => attempt(['POST', 'deliveries/release', { order }]);
	const buttons = element(
		'div',
		{ class: 'inline' },
		button('Hold back', () => attempt(['POST', 'deliveries/hold'])),
		button('Release', () => release('as-handed')),
		button('Release in reverse', () => release('reversed')),
	);
	const draw = ({ outgoing: { delayMs, holding, heldBack } }) => {
		fill(form, { ms: delayMs });
		held.textContent = holding
			? `Deliveries are held back; ${counted(heldBack, 'delivery', 'deliveries')} so far.`
			: 'Deliveries go out at once.';
	};
	return { node: group('Deliveries', form, buttons, held), draw };
}

function clockForm({ attempt }) {
	const ahead = element('p', { class: 'quiet', role: 'status' });
	const advance = (seconds) => attempt(['POST', 'clock', { seconds }]);
	const form = inlineForm({
		label: 'Clock',
		fields: [field({ ...MS, name: 'seconds', label: 'Seconds', min: 1, max: 1e8, value: 60 })],
		button: 'Advance',
		submit: ({ seconds }) => advance(Number(seconds)),
	});
	const buttons = element(
		'div',
		{ class: 'inline' },
		button('+ 1 hour', () => advance(3600), { description: 'Advance the clock by an hour' }),
		button('+ 1 day', () => advance(86_400), { description: 'Advance the clock by a day' }),
	);
	const draw = ({ clock: { aheadMs } }) => {
		ahead.textContent =
			aheadMs > 0
				? `The portal is ${Math.round(aheadMs / 1000).toLocaleString('en-GB')} s ahead of the real time.`
				: 'The portal keeps to the real time.';
	};
	return { node: group('Clock', form, buttons, ahead), draw };
}

function pullForm({ attempt }) {
	const box = field({
		name: 'pull',
		label: 'Queue server (real-time events)',
		type: 'checkbox',
		onchange: ({ target }) => attempt(['POST', 'pull-server', { enabled: target.checked }]),
	});
	const mode = field({
		name: 'mode',
		label: 'Kind',
		type: 'select',
		options: [
			{ value: 'shared', label: 'Shared, as in the cloud' },
			{ value: 'personal', label: 'Personal, self-hosted' },
		],
		onchange: ({ target }) => attempt(['POST', 'pull-server', { mode: target.value }]),
	});
	const command = (name, label) =>
		button(label, () =>
			attempt(['POST', 'pull-command', { command: name }], 'Sent to all who listen'),
		);
	const node = group(
		'Queue server',
		box,
		mode,
		element(
			'div',
			{ class: 'inline' },
			command('config_expire', 'Tell clients to fetch settings'),
			command('server_restart', 'Tell clients to reconnect'),
		),
	);
	const draw = ({ queueServer: { enabled, mode: kind } }) => {
		box.querySelector('input').checked = enabled;
		mode.querySelector('select').value = kind;
	};
	return { node, draw };
}

/** One box for each feature of the portal's plan. */
function featureForm({ attempt }) {
	const boxes = element('div', { class: 'inline' });
	const node = group('Features of the plan', boxes);
	const draw = ({ features }) => {
		const names = Object.keys(features);
		node.hidden = names.length === 0;
		if (boxes.childElementCount !== names.length) {
			boxes.replaceChildren(
				...names.map((name) =>
					field({
						name,
						label: name,
						type: 'checkbox',
						onchange: ({ target }) => attempt(['POST', 'features', { name, on: target.checked }]),
					}),
				),
			);
		}
		for (const box of boxes.querySelectorAll('input')) box.checked = features[box.name];
	};
	return { node, draw };
}
