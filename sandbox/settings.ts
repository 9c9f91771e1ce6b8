import type { Portal } from './portal/portal';
import { changePullServer } from './pull/send';
import type { SandboxSettings } from './sandbox';

/** What a test may change while the portal runs. */
export function settingsOf(portal: Portal): SandboxSettings {
	return {
		get currentUserId() {
			return portal.currentUserId;
		},
		set currentUserId(id) {
			portal.currentUserId = id;
		},
		get deliveryDelayMs() {
			return portal.deliveryQueue.delayMs;
		},
		set deliveryDelayMs(ms) {
			portal.deliveryQueue.delayMs = ms;
		},
		get slowAnswerMs() {
			return portal.deliveryQueue.slowHandlers.slowAnswerMs;
		},
		set slowAnswerMs(ms) {
			portal.deliveryQueue.slowHandlers.slowAnswerMs = ms;
		},
		get rateLimit() {
			return portal.rateLimit.limit;
		},
		set rateLimit(limit) {
			portal.rateLimit.limit = limit;
		},
		get operatingLimit() {
			return portal.operatingTime.limit;
		},
		set operatingLimit(limit) {
			portal.operatingTime.limit = limit;
		},
		get workers() {
			return portal.workers.pool;
		},
		set workers(pool) {
			portal.workers.pool = pool;
		},
		get workMs() {
			return portal.workTime.ms;
		},
		set workMs(ms) {
			portal.workTime.ms = ms;
		},
		get preciseTimes() {
			return portal.preciseTimes;
		},
		set preciseTimes(precise) {
			portal.preciseTimes = precise;
		},
		get latency() {
			return portal.latency;
		},
		set latency(latency) {
			portal.latency = latency;
		},
		get pullServerEnabled() {
			return portal.pull.enabled;
		},
		set pullServerEnabled(enabled) {
			portal.pull.enabled = enabled;
		},
		get pullServerMode() {
			return portal.pull.mode;
		},
		set pullServerMode(mode) {
			changePullServer(portal, mode);
		},
		get features() {
			return portal.features;
		},
		get tokenLatencyMs() {
			return portal.tokenLatencyMs;
		},
		set tokenLatencyMs(ms) {
			portal.tokenLatencyMs = ms;
		},
	};
}
