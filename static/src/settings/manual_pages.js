// Copyright 2026 Self Reliance Support contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

/** Where the manual is, and the chapter that speaks of each model. */
export const MANUAL = "/self_reliance_support/static/manual/ja/";
export const FIRST_PAGE = "quick.html";

export const CHAPTERS = {
    "self_reliance.benefit": "counsellor.html#services",
    "self_reliance.case": "counsellor.html#case",
    "self_reliance.case.closure": "counsellor.html#closing",
    "self_reliance.case.figure": "clerk.html#month",
    "self_reliance.client": "counsellor.html#case",
    "self_reliance.client.merge": "chief.html#closing",
    "self_reliance.assessment": "counsellor.html#assessment",
    "self_reliance.concern": "counsellor.html#outreach",
    "self_reliance.data.export": "manager.html#handover",
    "self_reliance.decision": "officer.html#revoking",
    "self_reliance.disposal": "officer.html#retention",
    "self_reliance.emergency.access": "chief.html#emergency",
    "self_reliance.evaluation": "counsellor.html#closing",
    "self_reliance.access.digest": "manager.html#log",
    "self_reliance.access.log": "manager.html#log",
    "self_reliance.form.edition": "administrator.html#forms",
    "self_reliance.gathering": "counsellor.html#outreach",
    "self_reliance.gathering.participant": "counsellor.html#outreach",
    "self_reliance.intake": "counsellor.html#intake",
    "self_reliance.job.failure": "administrator.html#jobs",
    "self_reliance.leave.cover": "chief.html#leaving",
    "self_reliance.meeting": "chief.html#meeting",
    "self_reliance.meeting.item": "chief.html#meeting",
    "self_reliance.meeting.series": "chief.html#meeting",
    "self_reliance.migration": "manager.html#migration",
    "self_reliance.monthly.report": "clerk.html#month",
    "self_reliance.municipality": "administrator.html#setup",
    "self_reliance.notice.text": "administrator.html#forms",
    "self_reliance.office": "administrator.html#setup",
    "self_reliance.plan": "counsellor.html#plan",
    "self_reliance.plan.approval": "officer.html#waiting",
    "self_reliance.record": "counsellor.html#record",
    "self_reliance.referral": "counsellor.html#referral",
    "self_reliance.security.check": "administrator.html#security",
    "self_reliance.service.use": "counsellor.html#services",
    "self_reliance.setup.step": "administrator.html#setup",
    "self_reliance.staff.leaving": "chief.html#leaving",
    "self_reliance.supervision": "counsellor.html#me",
    "self_reliance.supporter.check": "counsellor.html#me",
    "self_reliance.visit": "counsellor.html#visit",
    "res.partner": "manager.html#network",
    "res.users": "administrator.html#roles",
};

/** The page of the manual for a model, or its first page. */
export function manualPage(model) {
    return MANUAL + (CHAPTERS[model] || FIRST_PAGE);
}
