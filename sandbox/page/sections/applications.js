import { pathOf } from '../control.js';
import { element } from '../element.js';
import { ask, field } from '../forms.js';
import { followingList } from '../lists.js';
import { badge, button, heading } from '../parts.js';
import { counted } from '../texts.js';

const ICON = 'M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 14h6M14 11v6';

/** The local applications of the portal and their forms. */
export function applicationsSection(tools) {
	let scopes = [];
	const title = heading('h2', 'Local applications', 'applications-title');
	const list = element('ul', { class: 'rows cards', id: 'application-rows' });
	const rows = followingList(list, {
		keyOf: ({ clientId }) => clientId,
		row: (application, { url }) => applicationCard(application, { url, scopes, tools }),
		empty: 'None. No client can connect without an application.',
	});
	const install = () =>
		ask({
			title: 'New local application',
			fields: formFields({ name: '', scopes, apiOnly: true }, scopes),
			submit: (values) => tools.act('POST', 'applications', asForm(values)),
		});
	const node = element(
		'section',
		{ 'aria-labelledby': 'applications-title' },
		element('div', { class: 'title' }, title.node, button('Add application…', install)),
		list,
	);
	function draw(state) {
		({ scopes } = state);
		rows(state.applications, { url: state.url });
		title.set(state.applications.length);
	}
	return {
		id: 'applications',
		label: 'Applications',
		icon: ICON,
		node,
		draw,
		count: ({ applications }) => applications.length,
		keys: ['applications', 'scopes', 'url'],
	};
}

function applicationCard(application, { url, scopes, tools }) {
	const { clientId, clientSecret, name, version, installed, paymentExpired } = application;
	const named = name || 'the application without a name';
	const path = (...parts) => pathOf('applications', clientId, ...parts);
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element(
				'p',
				{ class: 'named' },
				element('strong', {}, name || '(no name)'),
				badge(`version ${version}`),
				badge(installed ? 'installed' : 'not finished', installed ? 'good' : 'warn'),
				paymentExpired && badge('payment expired', 'bad'),
				badge(application.apiOnly ? 'API only' : 'with pages', 'info'),
			),
			copies({ Portal: url, 'Client ID': clientId, 'Client secret': clientSecret }, named, tools),
			element(
				'p',
				{ class: 'quiet' },
				`Handler path ${application.handlerPath || '(empty)'} · `,
				counted(application.scopes.length, 'permission'),
			),
			element(
				'div',
				{ class: 'inline' },
				button('Handler path…', () => changeHandlerPath(application, path, tools), {
					key: `path-${clientId}`,
					description: `Change the handler path of ${named}`,
				}),
				button('Save again…', () => update(application, { path, scopes, tools }), {
					key: `update-${clientId}`,
					description: `Save the form of ${named} again`,
				}),
				!installed &&
					button('Finish installation', () => tools.attempt(['POST', path('finish')]), {
						key: `finish-${clientId}`,
						description: `Finish the installation of ${named}`,
					}),
				button(
					paymentExpired ? 'Pay' : 'Let payment expire',
					() => tools.attempt(['POST', path('payment'), { expired: !paymentExpired }]),
					{
						key: `payment-${clientId}`,
						description: paymentExpired
							? `Pay for ${named}`
							: `Let the payment for ${named} expire`,
					},
				),
				button('Uninstall', () => uninstall(named, path, tools), {
					key: `uninstall-${clientId}`,
					description: `Uninstall ${named}`,
				}),
			),
		),
	);
}

function copies(values, named, { copy }) {
	return element(
		'dl',
		{ class: 'copies' },
		Object.entries(values).map(([term, value]) => [
			element('dt', {}, term),
			element(
				'dd',
				{},
				element('code', {}, value),
				button('Copy', () => copy(term, value), {
					key: `copy-${term}-${value}`,
					description: `Copy ${term} of ${named}`,
				}),
			),
		]),
	);
}

function changeHandlerPath({ handlerPath, name }, path, { act }) {
	ask({
		title: `Handler path of ${name}`,
		intro: 'Where “Connect” sends the browser. In n8n: the OAuth Redirect URL of the credential.',
		fields: [
			field({
				name: 'handlerPath',
				label: 'Your handler path',
				type: 'url',
				size: 'wide',
				value: handlerPath,
			}),
		],
		submit: (values) => act('POST', path('handler-path'), values),
	});
}

function update(application, { path, scopes, tools }) {
	ask({
		title: `Save ${application.name} again`,
		intro:
			'As in Bitrix24, this makes a new version: its event handlers and automation rules are dropped and have to be registered again.',
		fields: formFields(application, scopes),
		submit: (values) => tools.act('POST', path(), asForm(values)),
	});
}

function uninstall(named, path, { act }) {
	ask({
		title: `Uninstall ${named}?`,
		intro: 'Its handlers, rules and tokens are deleted for good; a new application has other keys.',
		fields: [],
		button: 'Uninstall',
		submit: () => act('DELETE', path()),
	});
}

function formFields(application, scopes) {
	return [
		field({ name: 'name', label: 'Name', value: application.name, placeholder: 'n8n' }),
		field({
			name: 'handlerPath',
			label: 'Your handler path',
			type: 'url',
			value: application.handlerPath,
			placeholder: 'http://localhost:5678/rest/oauth2-credential/callback',
			required: true,
		}),
		field({
			name: 'installPath',
			label: 'Path for initial installation',
			type: 'url',
			value: application.installPath,
		}),
		field({
			name: 'apiOnly',
			label: 'Application uses API only',
			type: 'checkbox',
			value: application.apiOnly,
		}),
		field({
			name: 'scopes',
			label: 'Assign permissions',
			type: 'checks',
			value: application.scopes,
			options: scopes.map((scope) => ({ value: scope, label: scope })),
		}),
	];
}

function asForm({ apiOnly, ...values }) {
	return { ...values, apiOnly: apiOnly === 'Y' };
}
