import { asMap, isArray, type PhpMap, text, upperCaseKeys } from '../php/values';

/** A field or a return value of a rule, as registered (rest.md 7.1). */
export interface RuleProperty {
	name: string;
	type: string;
	required: boolean;
	multiple: boolean;
	default?: unknown;
}

/** An automation rule that an application registered (rest.md 7.1). */
export interface AutomationRule {
	code: string;
	name: string;
	handler: string;
	clientId: string;
	/** Whose tokens the call carries where the rule names nobody; 0: none. */
	authUserId: number;
	/** Only `Y` makes the workflow wait (rest.md 7.3). */
	useSubscription: 'Y' | 'N' | '';
	/** By id, in the registered case. */
	properties: Record<string, RuleProperty>;
	returnProperties: Record<string, RuleProperty>;
	filter?: unknown;
}

/** What the portal does with a registered property (keys in any case). */
export function ruleProperties(registered: PhpMap): Record<string, RuleProperty> {
	return Object.fromEntries(
		Object.entries(registered).map(([id, fields]) => [id, ruleProperty(fields)]),
	);
}

function ruleProperty(fields: unknown): RuleProperty {
	const given = upperCaseKeys(asMap(fields));
	return {
		name: localName(given.NAME),
		type: text(given.TYPE) || 'string',
		required: given.REQUIRED === 'Y',
		multiple: given.MULTIPLE === 'Y',
		...(given.DEFAULT === undefined ? {} : { default: given.DEFAULT }),
	};
}

/** A name given per language is shown in English, else in the first language (rest.md 7.1). */
export function localName(name: unknown): string {
	if (!isArray(name)) return text(name);
	const texts = asMap(name);
	return text(texts.en ?? Object.values(texts)[0]);
}
