import { eventProblem } from '../events/binding';
import { located, text } from '../forms/parameters';
import { InputError } from '../values/problem';

/**
 * The code of the event that a locator names, upper-case.
 *
 * @throws InputError where none is given, and for what is no code
 */
export function eventCode(value: unknown): string {
	const event = text(located(value), 'Event').trim();
	const fault = eventProblem(event);
	if (fault !== undefined) throw new InputError(fault.message, fault.advice);
	return event.toUpperCase();
}

/** The same where the event may stay open: undefined where none is given. */
export function optionalEventCode(value: unknown): string | undefined {
	return text(located(value), 'Event').trim() === '' ? undefined : eventCode(value);
}
