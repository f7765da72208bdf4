// What must be unique, and what questions start from. One command a line; run at the opening of a database that another set was laid in.
// (:CityNet {schema, data_version, seq}) marks a database as ours; every writing transaction locks it.
CREATE CONSTRAINT citynet_one IF NOT EXISTS FOR (n:CityNet) REQUIRE n.one IS UNIQUE;
// (:Statement): what one source says about one thing.
CREATE CONSTRAINT statement_id IF NOT EXISTS FOR (n:Statement) REQUIRE n.id IS UNIQUE;
CREATE INDEX statement_subject IF NOT EXISTS FOR (n:Statement) ON (n.subject);
CREATE INDEX statement_source IF NOT EXISTS FOR (n:Statement) ON (n.source);
CREATE INDEX statement_a IF NOT EXISTS FOR (n:Statement) ON (n.a);
CREATE INDEX statement_b IF NOT EXISTS FOR (n:Statement) ON (n.b);
// (:Tally): how many statements in force a source has of a type, so that nobody counts millions.
CREATE CONSTRAINT tally_key IF NOT EXISTS FOR (n:Tally) REQUIRE n.key IS UNIQUE;
CREATE INDEX tally_source IF NOT EXISTS FOR (n:Tally) ON (n.source);
// (:Load): every act of writing, and (:CityId): every city id ever given.
CREATE CONSTRAINT load_id IF NOT EXISTS FOR (n:Load) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT load_seq IF NOT EXISTS FOR (n:Load) REQUIRE n.seq IS UNIQUE;
// (:Hold {name}): a lock that a process holds for as long as its transaction is open; never committed.
CREATE CONSTRAINT hold_name IF NOT EXISTS FOR (n:Hold) REQUIRE n.name IS UNIQUE;
CREATE CONSTRAINT city_id_key IF NOT EXISTS FOR (n:CityId) REQUIRE n.key IS UNIQUE;
CREATE INDEX city_id_id IF NOT EXISTS FOR (n:CityId) ON (n.id);
// (:Report): what visitors say is wrong; no fact.
CREATE CONSTRAINT report_id IF NOT EXISTS FOR (n:Report) REQUIRE n.id IS UNIQUE;
CREATE INDEX report_state IF NOT EXISTS FOR (n:Report) ON (n.state);
// (:Forgotten): names that are kept out, as hashes.
CREATE CONSTRAINT forgotten_id IF NOT EXISTS FOR (n:Forgotten) REQUIRE n.id IS UNIQUE;
// The projection: what the statements in force add up to.
CREATE CONSTRAINT mention_key IF NOT EXISTS FOR (n:Mention) REQUIRE n.key IS UNIQUE;
CREATE INDEX mention_city IF NOT EXISTS FOR (n:Mention) ON (n.city);
CREATE INDEX mention_decided IF NOT EXISTS FOR (n:Mention) ON (n.decided);
CREATE CONSTRAINT city_id IF NOT EXISTS FOR (n:City) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT city_key IF NOT EXISTS FOR (n:City) REQUIRE n.key IS UNIQUE;
CREATE INDEX city_country IF NOT EXISTS FOR (n:City) ON (n.country, n.region_code);
CREATE INDEX city_in_country IF NOT EXISTS FOR (n:City) ON (n.country);
CREATE INDEX city_geonames IF NOT EXISTS FOR (n:City) ON (n.geonames);
CREATE POINT INDEX city_location IF NOT EXISTS FOR (n:City) ON (n.location);
CREATE FULLTEXT INDEX city_names IF NOT EXISTS FOR (n:City) ON EACH [n.names_folded] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
CREATE CONSTRAINT ring_id IF NOT EXISTS FOR (n:Ring) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT event_id IF NOT EXISTS FOR (n:Event) REQUIRE n.id IS UNIQUE;
CREATE INDEX event_begin IF NOT EXISTS FOR (n:Event) ON (n.begin);
CREATE CONSTRAINT organisation_id IF NOT EXISTS FOR (n:Organisation) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT programme_id IF NOT EXISTS FOR (n:Programme) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT topic_id IF NOT EXISTS FOR (n:Topic) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT source_id IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE;
CREATE FULLTEXT INDEX thing_names IF NOT EXISTS FOR (n:Ring|Event|Organisation|Person|Programme|Topic|Source) ON EACH [n.names_folded] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
// Links that a source says what they are about, of which there are few: `topics` is there only where they do.
CREATE INDEX link_topics IF NOT EXISTS FOR ()-[n:TWINNED_WITH]-() ON (n.topics);
// What sources disagree about, of which there is little: `contested` is there only where they do.
CREATE INDEX city_contested IF NOT EXISTS FOR (n:City) ON (n.contested);
CREATE INDEX link_contested IF NOT EXISTS FOR ()-[n:TWINNED_WITH]-() ON (n.contested);
CREATE INDEX member_contested IF NOT EXISTS FOR ()-[n:MEMBER_OF]-() ON (n.contested);
CREATE INDEX ring_contested IF NOT EXISTS FOR (n:Ring) ON (n.contested);
CREATE INDEX event_contested IF NOT EXISTS FOR (n:Event) ON (n.contested);
CREATE INDEX programme_contested IF NOT EXISTS FOR (n:Programme) ON (n.contested);
CREATE INDEX organisation_contested IF NOT EXISTS FOR (n:Organisation) ON (n.contested);
CREATE INDEX topic_contested IF NOT EXISTS FOR (n:Topic) ON (n.contested);
