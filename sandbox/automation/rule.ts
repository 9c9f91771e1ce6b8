import { asMap, isArray, type PhpMap, text } from '../php/values';

/**
 * A field or a return value of a rule, as registered (docs/reference/bitrix24.md#rule-properties).
 */
export interface RuleProperty {
	name: string;
	/** Such as `string`, `bool`, `user`; an unknown one is kept as it was sent. */
	type: string;
	required: boolean;
	multiple: boolean;
	default?: unknown;
	/** Choices of a `select`: text by value. */
	options?: PhpMap;
	/**
	 * A user goes out as an id and not as `user_1` (Settings.ExternalExtract,
	 * docs/reference/bitrix24.md#external-extract).
	 */
	externalExtract?: boolean;
}

/**
 * An automation rule or a workflow action that an application registered
 * (docs/reference/bitrix24.md#rule-add).
 */
export interface AutomationRule {
	/** One space of codes per application for both kinds. */
	code: string;
	/** `rule`: by bizproc.robot.add, `action`: by bizproc.activity.add. */
	kind: 'rule' | 'action';
	name: string;
	description: string;
	handler: string;
	clientId: string;
	/** Whose tokens the call carries if the step names no user; 0: none. */
	authUserId: number;
	/** Only `Y` makes the business process wait (docs/reference/bitrix24.md#rule-waiting-choice). */
	useSubscription: 'Y' | 'N' | '';
	/** By id, in the registered case. */
	properties: Record<string, RuleProperty>;
	returnProperties: Record<string, RuleProperty>;
	/** Module, object and type, as given. */
	documentType?: unknown;
	filter?: unknown;
	/** Address of the application's own settings form; absent without USE_PLACEMENT. */
	placementHandler?: string;
}

/**
 * Names of a step's own properties; a registered property or return value of that name is ignored
 * when the step runs (docs/reference/bitrix24.md#rule-reserved-names).
 */
export const BUILT_IN_PROPERTIES: ReadonlySet<string> = new Set([
	'Title',
	'UseSubscription',
	'IsTimeout',
	'AuthUserId',
	'SetStatusMessage',
	'StatusMessage',
	'TimeoutDuration',
	'TimeoutDurationType',
]);

/** What the portal keeps of registered properties, whose own keys are in upper case. */
export function ruleProperties(registered: PhpMap): Record<string, RuleProperty> {
	return Object.fromEntries(
		Object.entries(registered).map(([id, fields]) => [id, ruleProperty(asMap(fields))]),
	);
}

function ruleProperty(given: PhpMap): RuleProperty {
	return {
		name: localName(given.NAME),
		type: text(given.TYPE) || 'string',
		required: isYes(given.REQUIRED),
		multiple: isYes(given.MULTIPLE),
		...(given.DEFAULT === undefined ? {} : { default: given.DEFAULT }),
		...(isArray(given.OPTIONS) ? { options: asMap(given.OPTIONS) } : {}),
		...(isYes(asMap(given.SETTINGS).EXTERNALEXTRACT) ? { externalExtract: true } : {}),
	};
}

/**
 * A name given per language is shown in English, else in the first language
 * (docs/reference/bitrix24.md#rule-name).
 */
export function localName(name: unknown): string {
	if (!isArray(name)) return text(name);
	const texts = asMap(name);
	return text(texts.EN ?? texts.en ?? Object.values(texts)[0]);
}

/** What the portal takes for yes: `Y` in any case, 1, true. */
export function isYes(value: unknown): boolean {
	return ['y', '1', 'true'].includes(text(value).toLowerCase());
}
