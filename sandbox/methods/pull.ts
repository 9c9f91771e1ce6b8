import { asPhpArray } from '../php/json';
import { parseLenientJson } from '../php/lenientJson';
import { integer, isArray, isEmpty, text, upperCaseKeys } from '../php/values';
import type { RealtimeEvent } from '../portal/logs';
import { pullConfig } from '../pull/config';
import { sendToSharedChannel, sendToUsers } from '../pull/send';
import type { Access, MethodCall, RestMethod } from '../rest/method';
import { RestError, systemError } from '../rest/restError';

/** `pull.application.*`, with its peculiarities (docs/reference/bitrix24.md#pull). */
export const PULL_METHODS: readonly RestMethod[] = [
	{
		name: 'pull.application.event.add',
		scope: 'pull',
		run: (call) => {
			addRealtimeEvent(call);
			return { result: true };
		},
	},
	{
		name: 'pull.application.push.add',
		scope: 'pull',
		run: (call) => {
			addPush(call);
			return { result: true };
		},
	},
	{
		name: 'pull.application.config.get',
		scope: 'pull',
		run: (call) => ({ result: connectionSettings(call) }),
	},
];

const NO_APPLICATION =
	'Get access to application config available only for application authorization.';
const NO_APPLICATION_FOR_PUSH =
	'Send push notifications available only for application authorization.';

/** Checks in the order of docs/reference/bitrix24.md#pull-event-checks. */
function addRealtimeEvent({ portal, access, params }: MethodCall): void {
	const { application } = access;
	if (!application) throw systemError('WRONG_AUTH_TYPE', NO_APPLICATION);
	const fields = upperCaseKeys(params);
	const receivers = realtimeReceivers(fields.USER_ID, access);
	const moduleId = text(fields.MODULE_ID ?? 'application');
	if (/[^a-z0-9._]/.test(moduleId)) throw formatError('MODULE_ID', 'Module ID');
	const command = text(fields.COMMAND);
	if (!/^[A-Za-z0-9_:|.-]+\n?$/.test(command)) throw formatError('COMMAND', 'Command');
	const content = messageParams(fields.PARAMS);
	// "0" passes the pattern and is empty later on, so nothing is sent.
	if (isEmpty(command) || !portal.pull.enabled) return;
	const { clientId } = application;
	const message = { moduleId, command, params: asPhpArray(content) };
	portal.keep(portal.realtimeEvents, { ...message, receivers, clientId, at: portal.now() });
	if (receivers === 'everyone') sendToSharedChannel(portal, clientId, message);
	else sendToUsers(portal, clientId, receivers, message);
}

/**
 * docs/reference/bitrix24.md#pull-config-get. CACHE and REOPEN change nothing in today's portals:
 * an existing channel is always used, and one that has ended is always replaced.
 */
function connectionSettings({ portal, access: { application, user } }: MethodCall) {
	if (!application) throw systemError('WRONG_AUTH_TYPE', NO_APPLICATION);
	if (!portal.pull.enabled) {
		throw new RestError(500, 'SERVER_ERROR', 'Push & Pull server is not configured');
	}
	return pullConfig(portal, application.clientId, user.id);
}

/** Checks in the order of docs/reference/bitrix24.md#pull-push-add. */
function addPush({ portal, access, params }: MethodCall): void {
	const { application, user } = access;
	if (!application) throw systemError('WRONG_AUTH_TYPE', NO_APPLICATION_FOR_PUSH);
	if (!user.admin) throw pushError('ACCESS', 'You do not have access to send push notifications');
	const fields = upperCaseKeys(params);
	const named = namedUsers(fields.USER_ID);
	if (isEmpty(fields.TEXT)) throw pushError('TEXT', "Text can't be empty");
	if (application.name === '') {
		throw new RestError(
			400,
			'EMPTY_APP_NAME',
			"For send push-notification application name can't be empty",
		);
	}
	portal.keep(portal.pushes, {
		text: text(fields.TEXT),
		...(isEmpty(fields.AVATAR) ? {} : { avatar: text(fields.AVATAR) }),
		receivers: named === 'everyone' ? [] : named,
		sender: application.name,
		clientId: application.clientId,
		at: portal.now(),
	});
}

/**
 * USER_ID, for administrators and for the others: docs/reference/bitrix24.md#pull-user-id-admin.
 */
function realtimeReceivers(userId: unknown, { user }: Access): RealtimeEvent['receivers'] {
	if (userId === undefined || userId === null) return 'everyone';
	if (user.admin) return namedUsers(userId);
	if (userId === String(user.id)) return [user.id];
	throw new RestError(
		400,
		'USER_ID_ACCESS_ERROR',
		'Only admin can send notifications to other channels',
	);
}

/**
 * What an administrator's USER_ID names: the positive ids of a list, or a single value's integer
 * part. A value that comes to 0, such as "user_5", names everyone.
 */
function namedUsers(userId: unknown): RealtimeEvent['receivers'] {
	const value = typeof userId === 'string' ? (parseLenientJson(userId) ?? userId) : userId;
	if (isArray(value)) {
		return [
			...new Set(
				Object.values(value)
					.map(integer)
					.filter((id) => id > 0),
			),
		];
	}
	const single = integer(value);
	return single > 0 ? [single] : 'everyone';
}

function messageParams(params: unknown): unknown {
	if (params === undefined || params === null) return [];
	const value = typeof params === 'string' ? parseLenientJson(params) : params;
	if (!isArray(value)) throw formatError('PARAMS', 'Params');
	return value;
}

function formatError(parameter: string, spelled: string): RestError {
	return new RestError(400, `${parameter}_ERROR`, `${spelled} format error`);
}

function pushError(subject: string, description: string): RestError {
	return new RestError(400, `${subject}_ERROR`, description);
}
