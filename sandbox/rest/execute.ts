import type { OperatingUse } from '../limits/operatingTime';
import type { Work } from './elapsed';
import { answerOf, type MethodAnswer, type MethodCall, type RestMethod } from './method';
import { RestError, systemError } from './restError';

/** A method's answer, and what the caller has now used of it. */
export interface Executed {
	answer: MethodAnswer;
	operating: OperatingUse;
}

/**
 * Checks 13 and 14 of docs/reference/bitrix24.md#check-order, and the body of a method, alone or as
 * a command.
 */
export function* execute(method: RestMethod, call: MethodCall): Work<Executed> {
	const { portal, access } = call;
	if (portal.operatingTime.isOver(access.caller, method.name)) {
		throw systemError('OPERATION_TIME_LIMIT');
	}
	const fault = portal.faults.takeForCommand(method.name);
	if (fault) throw new RestError(fault.status ?? 400, fault.error, fault.error_description);
	const answer = yield* runCounted(method, call);
	return { answer, operating: portal.operatingTime.use(access.caller, method.name) };
}

/**
 * Work and latency count as execution time, and so does a call that fails
 * (docs/reference/bitrix24.md#operating-threshold).
 */
function* runCounted(method: RestMethod, call: MethodCall): Work<MethodAnswer> {
	const { portal, access, elapsed } = call;
	const { commandMs } = portal.latency;
	elapsed.latencyMs += commandMs;
	const workMs = yield* elapsed.work(method.name);
	const startedAt = portal.now();
	try {
		return yield* answerOf(method, call);
	} finally {
		const seconds = (portal.now() - startedAt + commandMs + workMs) / 1000;
		portal.operatingTime.count(access.caller, method.name, seconds);
	}
}
