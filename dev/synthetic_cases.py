# Copyright 2026 Self Reliance Support contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Believable cases of no real person, for demonstrations, tests and measurements.

Pure functions of a seed; nothing here reads or writes the database. Shares that are
published are marked *seen*, all others are assumptions: they make data that looks
like an office's, and are no statistics.
"""

from datetime import date, timedelta
from random import Random

# Seen: about 60 % men. The rest assumed.
GENDERS = {"male": 58, "female": 41, "other": 1}
# (first age, last age): share; assumed. ``None``: date of birth unknown.
AGES = {
    (16, 19): 1,
    (20, 29): 11,
    (30, 39): 14,
    (40, 49): 19,
    (50, 59): 22,
    (60, 64): 10,
    (65, 74): 13,
    (75, 92): 8,
    None: 2,
}
ROUTES = {
    "self_visit": 35,
    "self_phone": 30,
    "family_visit": 5,
    "family_phone": 7,
    "agency": 20,
    "outreach": 3,
}
# Seen for one small city (n=116), thinned out over the official sixteen.
TOPICS = {
    "income": 50,
    "rent_loan": 20,
    "housing": 18,
    "health": 20,
    "job_search": 22,
    "debt": 15,
    "tax_utility": 10,
    "family": 12,
    "hikikomori": 6,
    "no_food": 6,
    "parenting": 3,
    "nursing_care": 3,
    "job_trouble": 4,
    "community": 2,
    "dv_abuse": 2,
    "other": 6,
}
TOPIC_COUNTS = {1: 20, 2: 27, 3: 23, 4: 18, 5: 12}
# Seen for eight years (FY2015-22), with the later plan rate of 30 %.
SCREENING = {
    "information": 34,
    "referral": 20,
    "continuing": 34,
    "seeking_consent": 7,
    "ended_before": 5,
}
# Of those who go on: a plan was made.
PLAN_PERCENT = 88
EMPLOYMENT_TARGET_PERCENT = 46  # seen, FY2024
PLAN_MONTHS = {3: 35, 6: 45, 12: 20}
# Percent of plans that use a service; seen, FY2024.
SERVICES = {
    "housing_benefit": 10.0,
    "shelter": 12.7,
    "household_finance": 23.0,
    "work_preparation": 6.1,
    "certified_training": 0.3,
    "employment_support": 37.9,
    "welfare_loan": 6.2,
    "hellowork_joint": 18.9,
}
# Percent of plans with and without the aim of employment that lead to a job, or to
# more income from work; seen, FY2024, the second pair of all other people.
JOBS = {True: 36, False: 3}
RAISES = {True: 13, False: 3}
EVALUATIONS = {"closed": 55, "replanned": 33, "interrupted": 12}
CONTACTS_A_MONTH = 2
METHODS = {"phone": 45, "interview": 30, "visit": 15, "agency_contact": 7, "other": 3}


def pick(random, shares):
    """One key of ``{key: share}``."""
    return random.choices(list(shares), weights=list(shares.values()))[0]


def happens(random, percent):
    return random.random() * 100 < percent


def synthetic_cases(number, seed, first, last):
    """Yield cases received from the first to the last day.

    The same arguments give the same cases, whatever was drawn before.

    :param number: of cases
    :param seed: any int or str
    :param first, last: ``date``
    :return: dictionaries: ``gender``, ``birthdate``, ``reception_date``, ``route``,
        ``topics`` (the first troubles most), ``screening``, ``contacts`` (pairs of
        day and method), ``plan`` (``None`` or a dictionary)
    """
    random = Random(f"{seed}")
    days = (last - first).days
    for _index in range(number):
        reception = first + timedelta(days=random.randint(0, days))
        screening = pick(random, SCREENING)
        plan = None
        if screening == "continuing" and happens(random, PLAN_PERCENT):
            plan = _draw_plan(random, reception)
        yield {
            "gender": pick(random, GENDERS),
            "birthdate": _draw_birthdate(random, reception),
            "reception_date": reception,
            "route": pick(random, ROUTES),
            "topics": _draw_topics(random),
            "screening": screening,
            "contacts": _draw_contacts(random, reception, plan),
            "plan": plan,
        }


def _draw_birthdate(random, day):
    band = pick(random, AGES)
    if band is None:
        return None
    age = random.randint(*band)
    # Born on the day or in the year before it, so that this age is reached.
    latest = date(day.year - age, day.month, min(day.day, 28))
    return latest - timedelta(days=random.randint(0, 364))


def _draw_topics(random):
    wanted, topics = pick(random, TOPIC_COUNTS), []
    while len(topics) < wanted:
        topic = pick(random, TOPICS)
        if topic not in topics:
            topics.append(topic)
    return topics


def _draw_plan(random, reception):
    # The median from intake to plan is 30 days, nine of ten within 120.
    made = reception + timedelta(days=min(int(random.lognormvariate(3.4, 0.9)), 200))
    decided = made + timedelta(days=random.randint(3, 30))
    is_target = happens(random, EMPLOYMENT_TARGET_PERCENT)
    months = pick(random, PLAN_MONTHS)
    length = timedelta(days=30 * months)

    def event(percent):
        if not happens(random, percent[is_target]):
            return None
        return made + timedelta(days=random.randint(7, length.days + 60))

    job, more = event(JOBS), event(RAISES)
    return {
        "date": made,
        "decided": decided,
        "date_end": made + length,
        "is_employment_target": is_target,
        "services": [
            code for code, percent in SERVICES.items() if happens(random, percent)
        ],
        "job": job,
        # In the month of a new job a higher income is no news.
        "raise": more if not job or (more and more.month != job.month) else None,
        "evaluation": pick(random, EVALUATIONS),
    }


def _draw_contacts(random, reception, plan):
    end = plan["date_end"] if plan else reception + timedelta(days=14)
    contacts, day = [(reception, pick(random, METHODS))], reception
    while True:
        day += timedelta(days=1 + int(random.expovariate(CONTACTS_A_MONTH / 30)))
        if day > end:
            return contacts
        contacts.append((day, pick(random, METHODS)))
