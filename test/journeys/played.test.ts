// Journeys about the stories that are played from files: one suite, since loading a world takes longer than most of them. One alone: -t and its name.
import './stories.journey.ts';
