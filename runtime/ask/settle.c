/* settle.c - values drawn near, and led to where other rows let them be.
 *
 * A trial takes other rows as they are. Where they answer to a change, what it finds may fall short
 * of what it was to do: the average that an account has to beat has moved with it. Then the trial
 * is repeated in the *world* that the change has made, and so on until one does what it should.
 */
#include "ask/why_not_impl.h"

enum { ROUNDS_MOST = 64, WORLDS_MOST = 8 };

void settle_near(Study *study, Trial *trial, Goal goal, Changes *changes) {
  StretchVec stretches = {0};
  bool moves = true;
  for (int round = 0; round < ROUNDS_MOST && moves && !study_stopped(study); round++) {
    moves = false;
    for (LeverSet rest = changes->set; rest; rest &= rest - 1) {
      const size_t index = (size_t)__builtin_ctzll(rest);
      const Lever *lever = &study->lever[index];
      int64_t position;
      profile_lever(study, trial, changes, index, goal, &stretches);
      if (!profile_nearest(lever, &stretches, &position)) continue;
      moves |= position != changes->position[index];
      changes->position[index] = position;
      if (lever->known && position == lever->now) changes->set &= ~lever_bit(index);
    }
    if (__builtin_popcountll(changes->set) < 2) return;
  }
}

/* What is looked for in the world that changes make. */
typedef struct Look {
  Study *study;
  Trial *trial;
  Goal goal;
  Changes *near;         /* values that hold there, or */
  const Changes *around; /* the region around these, into */
  WhyNotSet *out;
} Look;

static void look(const Look *l) {
  if (l->near)
    settle_near(l->study, l->trial, l->goal, l->near);
  else
    region_of(l->study, l->trial, l->goal, l->around, l->out);
}

/* The escape of the world's memory is set in this frame, which outlives all that is asked of it. */
static void look_in_world(const Look *l, const Changes *changes) {
  Arena *arena = arena_beside(l->study->arena);
  if (!arena) arena_fail(l->study->arena);
  if (!ARENA_TRY(arena)) {
    arena_free(arena);
    arena_fail(l->study->arena);
  }
  Run *run = changed_run(l->study, changes, arena);
  if (run) trial_enter(l->trial, run);
  look(l);
  trial_enter(l->trial, l->study->run);
  arena_free(arena);
}

bool settle(Study *study, Trial *trial, Goal goal, Changes *changes) {
  bool met = confirm_changes(study, goal, changes);
  for (int i = 0; i < WORLDS_MOST && !met && study->has_echo && changes->set; i++) {
    const Look there = {.study = study, .trial = trial, .goal = goal, .near = changes};
    look_in_world(&there, changes);
    met = changes->set && confirm_changes(study, goal, changes);
  }
  return met;
}

void settle_region(Study *study, Trial *trial, Goal goal, const Changes *changes, WhyNotSet *out) {
  if (!study->has_echo) {
    region_of(study, trial, goal, changes, out);
    return;
  }
  const Look there = {.study = study, .trial = trial, .goal = goal, .around = changes, .out = out};
  look_in_world(&there, changes);
}
