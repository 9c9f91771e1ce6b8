import { applicationControl } from './applications/applicationControl';
import { automationControl } from './automation/automationControl';
import { watchTimeouts } from './automation/closeRun';
import { deliveryControl } from './events/deliveryControl';
import { type Actor, raiseEvent } from './events/raise';
import { type TokenAnswer, refreshAnswer } from './oauth/tokenAnswer';
import { FIRST_SESSION_TTL } from './oauth/tokenStore';
import { openPortal } from './openPortal';
import { randomAlphanumeric } from './portal/identifiers';
import { Portal } from './portal/portal';
import type { PortalServer } from './portalServer';
import { sendPullCommand } from './pull/send';
import type { RecordKindName } from './records/kinds';
import { createRecord, deleteRecord, findRecord, updateRecord } from './records/records';
import type { By, IssueTokensOptions, Sandbox, SandboxOptions, SandboxSettings } from './sandbox';
import { createServer } from './server';
import { settingsOf } from './settings';
import type { KeptState } from './state/keepState';

/** Entries that a log keeps by default. */
const LOG_LIMIT = 20_000;

/** Starts a portal on 127.0.0.1. Rejects if the port is taken or the state file cannot be used. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const portal = new Portal({
		accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds ?? 3600,
		application: options.application ?? {},
		clock: options.clock ?? Date.now,
		logLimit: options.logLimit ?? LOG_LIMIT,
	});
	portal.deliveryQueue.delayMs = options.deliveryDelayMs ?? 0;
	portal.rateLimit.limit = options.rateLimit ?? 'none';
	portal.operatingTime.limit = options.operatingLimit;
	portal.workers.pool = options.workers ?? 'unlimited';
	portal.workTime.ms = { ...portal.workTime.ms, ...options.workMs };
	portal.latency = { ...portal.latency, ...options.latency };
	const server = createServer(portal);
	const kept = await openPortal(portal, server, options);
	return withSettings(asSandbox(portal, server, kept), settingsOf(portal));
}

/** Both in one object, in which the settings stay live. */
function withSettings<T extends object>(sandbox: T, settings: SandboxSettings) {
	Object.defineProperties(sandbox, Object.getOwnPropertyDescriptors(settings));
	return sandbox as T & SandboxSettings;
}

function asSandbox(
	portal: Portal,
	server: PortalServer,
	kept: KeptState | undefined,
): Omit<Sandbox, keyof SandboxSettings> {
	const [application] = portal.applications;
	if (!application) throw new Error('A portal starts with one application');
	const stopTimeouts = watchTimeouts(portal);
	return {
		...listsOf(portal),
		get url() {
			return portal.address.origin;
		},
		application,
		memberId: portal.memberId,
		counters: portal.counters,
		load: portal.load,
		faults: portal.faults,
		pull: portal.pull,
		sendPullCommand: (command) => {
			sendPullCommand(portal, command);
		},
		...applicationControl(portal),
		...automationControl(portal),
		...deliveryControl(portal),
		advanceClock: (ms) => {
			portal.clock.advance(ms);
			portal.changes.announce();
		},
		addApplication: (fields) => portal.addApplication(fields),
		addInboundWebhook: (webhook) => addInboundWebhook(portal, webhook),
		issueTokens: (tokens) => issueTokens(portal, tokens),
		expireAccessTokens: () => {
			portal.tokens.expireAccessTokens();
		},
		revokeRefreshTokens: () => {
			portal.tokens.revokeRefreshTokens();
		},
		useOperatingTime: (method, seconds, caller = application.clientId) => {
			portal.operatingTime.add(caller, method, seconds);
		},
		addAddress: () => server.addAddress(),
		rename: () => server.rename(),
		createLead: (fields, by) =>
			promised(() => Number(createRecord(portal, 'lead', fields, actor(portal, by)))),
		updateLead: (id, fields, by) =>
			promised(() => {
				expectRecord('lead', id, updateRecord(portal, 'lead', id, fields, actor(portal, by)));
			}),
		deleteLead: (id, by) =>
			promised(() => {
				expectRecord('lead', id, deleteRecord(portal, 'lead', id, actor(portal, by)));
			}),
		createRecord: (kind, fields, by) =>
			promised(() => createRecord(portal, kind, fields, actor(portal, by))),
		updateRecord: (kind, id, fields, by) =>
			promised(() => {
				expectRecord(kind, id, updateRecord(portal, kind, id, fields, actor(portal, by)));
			}),
		deleteRecord: (kind, id, by) =>
			promised(() => {
				expectRecord(kind, id, deleteRecord(portal, kind, id, actor(portal, by)));
			}),
		findRecord: (kind, id) => findRecord(portal, kind, id),
		raiseEvent: (event, data, by) => {
			raiseEvent(portal, event, data, actor(portal, by));
		},
		settle: () => portal.deliveryQueue.settle(),
		waitFor: (read, wait) => portal.changes.waitFor(read, wait),
		stop: async () => {
			stopTimeouts();
			portal.workers.stop();
			await Promise.all([portal.deliveryQueue.stop(), server.close()]);
			await kept?.stop();
		},
	};
}

/** The portal's own lists: live, so that a test sees them grow. */
function listsOf(portal: Portal) {
	return {
		applications: portal.applications,
		users: portal.users,
		inboundWebhooks: portal.inboundWebhooks,
		handlers: portal.handlers,
		offlineEvents: portal.offlineEvents,
		realtimeEvents: portal.realtimeEvents,
		pushes: portal.pushes,
		deliveries: portal.deliveries,
		requests: portal.requests,
		tokenRequests: portal.tokenRequests,
	};
}

function actor(portal: Portal, by: By = {}): Actor {
	const userId = by.userId === undefined ? portal.currentUserId : by.userId;
	return { userId, sessionTtl: FIRST_SESSION_TTL };
}

/** Runs the action at once; a failure rejects instead of being thrown at the caller. */
function promised<T>(action: () => T): Promise<T> {
	return new Promise((resolve) => {
		resolve(action());
	});
}

function expectRecord(kind: RecordKindName, id: number | string, exists: boolean): void {
	if (!exists) throw new Error(`The portal has no ${kind} ${id}`);
}

function issueTokens(portal: Portal, options: IssueTokensOptions = {}): TokenAnswer {
	const { userId = portal.currentUserId, clientId } = options;
	const application = clientId === undefined ? portal.applications[0] : undefined;
	const { clientId: issuedTo, scopes } = application ?? portal.applicationOf(clientId ?? '');
	const grant = {
		clientId: issuedTo,
		userId,
		scopes: options.scopes ?? [...scopes],
		sessionTtl: FIRST_SESSION_TTL,
	};
	return refreshAnswer(portal, grant, portal.tokens.issue(grant));
}

function addInboundWebhook(
	portal: Portal,
	{ userId = portal.currentUserId, scopes = [] }: { userId?: number; scopes?: string[] } = {},
): string {
	const code = randomAlphanumeric(16);
	portal.inboundWebhooks.push({ userId, code, scopes });
	return `${portal.address.clientEndpoint}${userId}/${code}/`;
}
