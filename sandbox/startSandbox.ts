import { runRule } from './automation/runRule';
import { createRecord, deleteRecord, updateRecord } from './crm/records';
import { type Actor, raiseEvent } from './events/raise';
import { type TokenAnswer, refreshAnswer } from './oauth/tokenAnswer';
import { FIRST_SESSION_TTL } from './oauth/tokenStore';
import { newApplication } from './portal/application';
import { randomAlphanumeric } from './portal/identifiers';
import { Portal } from './portal/portal';
import type { PortalServer } from './portalServer';
import type { By, IssueTokensOptions, Sandbox, SandboxOptions, SandboxSettings } from './sandbox';
import { createServer } from './server';
import { settingsOf } from './settings';

/** Entries that a log keeps unless told. */
const LOG_LIMIT = 20_000;

/** Starts a portal on 127.0.0.1. Rejects if the port is taken. */
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
	portal.latency = { ...portal.latency, ...options.latency };
	const server = createServer(portal);
	await server.listen(options.port ?? 0);
	return withSettings(asSandbox(portal, server), settingsOf(portal));
}

/** Both in one, the settings still live. */
function withSettings<T extends object>(sandbox: T, settings: SandboxSettings) {
	Object.defineProperties(sandbox, Object.getOwnPropertyDescriptors(settings));
	return sandbox as T & SandboxSettings;
}

function asSandbox(portal: Portal, server: PortalServer): Omit<Sandbox, keyof SandboxSettings> {
	const [application] = portal.applications;
	if (!application) throw new Error('A portal starts with one application');
	return {
		...listsOf(portal),
		get url() {
			return portal.address.origin;
		},
		application,
		memberId: portal.memberId,
		counters: portal.counters,
		faults: portal.faults,
		addApplication: (fields) => portal.keep(portal.applications, newApplication(fields)),
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
			promised(() => createRecord(portal, 'LEAD', fields, actor(portal, by))),
		updateLead: (id, fields, by) =>
			promised(() => {
				expectLead(id, updateRecord(portal, 'LEAD', id, fields, actor(portal, by)));
			}),
		deleteLead: (id, by) =>
			promised(() => {
				expectLead(id, deleteRecord(portal, 'LEAD', id, actor(portal, by)));
			}),
		raiseEvent: (event, data, by) => {
			raiseEvent(portal, event, data, actor(portal, by));
		},
		settle: () => portal.deliveryQueue.settle(),
		addRule: (rule) => addRule(portal, rule),
		runRule: (code, input) => promised(() => runRule(portal, portal.ruleOf(code), input)),
		waitFor: (read, wait) => portal.changes.waitFor(read, wait),
		stop: async () => {
			await Promise.all([portal.deliveryQueue.stop(), server.close()]);
		},
	};
}

/** The portal's own lists: live, so that a test sees them grow. */
function listsOf(portal: Portal) {
	return {
		applications: portal.applications,
		users: portal.users,
		handlers: portal.handlers,
		realtimeEvents: portal.realtimeEvents,
		pushes: portal.pushes,
		deliveries: portal.deliveries,
		requests: portal.requests,
		tokenRequests: portal.tokenRequests,
		rules: portal.rules,
		runs: portal.runs,
	};
}

function actor(portal: Portal, by: By = {}): Actor {
	const userId = by.userId === undefined ? portal.currentUserId : by.userId;
	return { userId, sessionTtl: FIRST_SESSION_TTL };
}

/** Done at once; a failure rejects instead of being thrown at the caller. */
function promised<T>(deed: () => T): Promise<T> {
	return new Promise((resolve) => {
		resolve(deed());
	});
}

function expectLead(id: number, exists: boolean): void {
	if (!exists) throw new Error(`The portal has no lead ${id}`);
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

function addRule(portal: Portal, rule: Parameters<Sandbox['addRule']>[0]) {
	const known = portal.rules.findIndex(({ code }) => code === rule.code);
	if (known >= 0) portal.rules.splice(known, 1);
	return portal.keep(portal.rules, {
		name: rule.code,
		clientId: portal.applications[0]?.clientId ?? '',
		authUserId: 1,
		useSubscription: 'N' as const,
		properties: {},
		returnProperties: {},
		...rule,
	});
}
