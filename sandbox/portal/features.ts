/**
 * Features of the portal's plan that its event methods depend on, by the code of `feature.get`
 * (docs/reference/bitrix24.md#auth-connector, docs/reference/bitrix24.md#offline-get-taking).
 */
export interface PlanFeatures {
	/** event.offline.get with `clear=0`. */
	rest_offline_extended: boolean;
	/** Requests with `auth_connector`. */
	rest_auth_connector: boolean;
}

/** A plan that includes everything. */
export function allFeatures(): PlanFeatures {
	return { rest_offline_extended: true, rest_auth_connector: true };
}

/** Whether the plan includes the feature of that code. */
export function hasFeature(features: PlanFeatures, code: string): boolean {
	return Object.entries(features).some(([known, included]) => known === code && included);
}
