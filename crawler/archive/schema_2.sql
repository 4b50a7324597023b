-- The second schema. Statements are separated by lines of dashes. Meanings of columns: docs/codebook.md.
-- Filters, facets and order read this narrow table: a row of articles carries its text and fills a page of the file.
CREATE TABLE facets (
  ord INTEGER PRIMARY KEY, portal TEXT NOT NULL, section TEXT, unit_id TEXT, province_id TEXT, province_now_id TEXT,
  published_day TEXT, published_month TEXT, is_article INTEGER NOT NULL, gone INTEGER NOT NULL,
  edited INTEGER NOT NULL, hidden INTEGER NOT NULL, added_at TEXT NOT NULL
)
-----
ALTER TABLE articles ADD COLUMN hidden_at TEXT
-----
-- A day had a million places and a minute 512; it has 65,536 and 32. Undated articles stay where they are.
WITH placed AS (
  SELECT ord AS old, (ord >> 20 << 16) + ((ord & 1048575) >> 9 << 5) AS floor, row_number() OVER (ORDER BY ord) AS n
  FROM articles WHERE ord >= 0
), moved AS (SELECT old, n + max(floor - n) OVER (ORDER BY old) AS new FROM placed)
UPDATE articles SET ord = moved.new FROM moved WHERE articles.ord = moved.old
-----
-- What facets count, two small numbers an article: of ten thousand matches the rows of facets would be that many pages
-- of the file. A profile stands for what articles have in common, '' for null; its number never changes.
CREATE TABLE profiles (
  profile INTEGER PRIMARY KEY, portal TEXT NOT NULL, section TEXT NOT NULL, unit_id TEXT NOT NULL,
  province_id TEXT NOT NULL, province_now_id TEXT NOT NULL,
  UNIQUE (portal, section, unit_id, province_id, province_now_id)
)
-----
-- Months are counted from the year 0.
CREATE TABLE counted (ord INTEGER PRIMARY KEY, profile INTEGER NOT NULL, month INTEGER)
-----
CREATE TRIGGER profiles_insert BEFORE INSERT ON facets
WHEN NOT EXISTS (SELECT 1 FROM profiles WHERE portal = new.portal AND section = coalesce(new.section, '')
  AND unit_id = coalesce(new.unit_id, '') AND province_id = coalesce(new.province_id, '')
  AND province_now_id = coalesce(new.province_now_id, '')) BEGIN
  INSERT INTO profiles(portal, section, unit_id, province_id, province_now_id) VALUES (new.portal,
    coalesce(new.section, ''), coalesce(new.unit_id, ''), coalesce(new.province_id, ''),
    coalesce(new.province_now_id, ''));
END
-----
CREATE TRIGGER counted_insert AFTER INSERT ON facets BEGIN
  INSERT INTO counted SELECT new.ord, profile,
      12 * substr(new.published_month, 1, 4) + substr(new.published_month, 6) - 1
    FROM profiles WHERE portal = new.portal AND section = coalesce(new.section, '')
      AND unit_id = coalesce(new.unit_id, '') AND province_id = coalesce(new.province_id, '')
      AND province_now_id = coalesce(new.province_now_id, '');
END
-----
CREATE TRIGGER counted_delete AFTER DELETE ON facets BEGIN
  DELETE FROM counted WHERE ord = old.ord;
END
-----
INSERT INTO facets SELECT ord, portal, section, unit_id, province_id, province_now_id, published_day,
  published_month, kind = 'article', gone_since IS NOT NULL, revision > 1, hidden_at IS NOT NULL, added_at
FROM articles
-----
-- Each index ends with the row's number: a rare value's articles are walked in order of publication. What is shown
-- at all stands before it, so that a list of them needs the index alone.
CREATE INDEX facets_portal ON facets(portal, is_article, hidden)
-----
CREATE INDEX facets_section ON facets(section, is_article, hidden)
-----
CREATE INDEX facets_unit ON facets(unit_id, is_article, hidden)
-----
CREATE INDEX facets_province ON facets(province_id, is_article, hidden)
-----
CREATE INDEX facets_province_now ON facets(province_now_id, is_article, hidden)
-----
CREATE INDEX facets_gone ON facets(gone) WHERE gone = 1
-----
CREATE INDEX facets_edited ON facets(edited) WHERE edited = 1
-----
CREATE INDEX facets_hidden ON facets(hidden) WHERE hidden = 1
-----
CREATE INDEX facets_other ON facets(is_article) WHERE is_article = 0
-----
CREATE INDEX facets_added ON facets(added_at)
-----
CREATE TRIGGER facets_insert AFTER INSERT ON articles BEGIN
  INSERT INTO facets VALUES (new.ord, new.portal, new.section, new.unit_id, new.province_id, new.province_now_id,
    new.published_day, new.published_month, new.kind = 'article', new.gone_since IS NOT NULL, new.revision > 1,
    new.hidden_at IS NOT NULL, new.added_at);
END
-----
CREATE TRIGGER facets_delete AFTER DELETE ON articles BEGIN
  DELETE FROM facets WHERE ord = old.ord;
END
-----
CREATE TRIGGER facets_update AFTER UPDATE OF ord, portal, section, unit_id, province_id, province_now_id,
  published_day, published_month, kind, gone_since, revision, hidden_at, added_at ON articles BEGIN
  DELETE FROM facets WHERE ord = old.ord;
  INSERT INTO facets VALUES (new.ord, new.portal, new.section, new.unit_id, new.province_id, new.province_now_id,
    new.published_day, new.published_month, new.kind = 'article', new.gone_since IS NOT NULL, new.revision > 1,
    new.hidden_at IS NOT NULL, new.added_at);
END
-----
-- Revisions get a number of their own, which the index of older texts needs.
DROP VIEW revisions
-----
ALTER TABLE revision_rows RENAME TO revision_rows_1
-----
CREATE TABLE revision_rows (
  -- Numbers are never given again: they tell what has entered the archive since.
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id TEXT NOT NULL, revision INTEGER NOT NULL, seen_at TEXT NOT NULL, capture_id INTEGER NOT NULL,
  content_hash TEXT NOT NULL, title TEXT, lead TEXT, body TEXT, captions TEXT, byline TEXT, published TEXT,
  attachments_hash TEXT NOT NULL, extractor TEXT NOT NULL, last_at TEXT,
  UNIQUE (article_id, revision)
)
-----
INSERT INTO revision_rows(article_id, revision, seen_at, capture_id, content_hash, title, lead, body, captions, byline,
  published, attachments_hash, extractor)
SELECT article_id, revision, seen_at, capture_id, content_hash, title, lead, body, captions, byline, published,
  attachments_hash, extractor FROM revision_rows_1
-----
DROP TABLE revision_rows_1
-----
-- A text is stored once: the newest revision's stands in articles, the older ones' in revision_rows.
CREATE VIEW revisions AS
SELECT r.article_id, r.revision, r.seen_at, r.capture_id, r.content_hash,
  CASE WHEN r.revision = a.revision THEN a.title ELSE r.title END AS title,
  CASE WHEN r.revision = a.revision THEN a.lead ELSE r.lead END AS lead,
  CASE WHEN r.revision = a.revision THEN a.body ELSE r.body END AS body,
  CASE WHEN r.revision = a.revision THEN a.captions ELSE r.captions END AS captions,
  CASE WHEN r.revision = a.revision THEN a.byline ELSE r.byline END AS byline,
  CASE WHEN r.revision = a.revision THEN a.published ELSE r.published END AS published,
  r.attachments_hash, r.extractor
FROM revision_rows r JOIN articles a ON a.id = r.article_id
-----
-- Only former texts are in it: the newest stand in articles_fts.
CREATE VIRTUAL TABLE revisions_fts USING fts5(
  title, lead, body, captions,
  content='revision_rows', content_rowid='number', tokenize='unicode61 remove_diacritics 2'
)
-----
INSERT INTO revisions_fts(rowid, title, lead, body, captions) SELECT number,
  replace(replace(title, 'đ', 'd'), 'Đ', 'D'), replace(replace(lead, 'đ', 'd'), 'Đ', 'D'),
  replace(replace(body, 'đ', 'd'), 'Đ', 'D'), replace(replace(captions, 'đ', 'd'), 'Đ', 'D')
FROM revision_rows WHERE coalesce(title, lead, body, captions) IS NOT NULL
-----
CREATE TRIGGER revisions_fts_insert AFTER INSERT ON revision_rows
WHEN coalesce(new.title, new.lead, new.body, new.captions) IS NOT NULL BEGIN
  INSERT INTO revisions_fts(rowid, title, lead, body, captions) VALUES (new.number,
    replace(replace(new.title, 'đ', 'd'), 'Đ', 'D'), replace(replace(new.lead, 'đ', 'd'), 'Đ', 'D'),
    replace(replace(new.body, 'đ', 'd'), 'Đ', 'D'), replace(replace(new.captions, 'đ', 'd'), 'Đ', 'D'));
END
-----
CREATE TRIGGER revisions_fts_delete AFTER DELETE ON revision_rows
WHEN coalesce(old.title, old.lead, old.body, old.captions) IS NOT NULL BEGIN
  INSERT INTO revisions_fts(revisions_fts, rowid, title, lead, body, captions) VALUES ('delete', old.number,
    replace(replace(old.title, 'đ', 'd'), 'Đ', 'D'), replace(replace(old.lead, 'đ', 'd'), 'Đ', 'D'),
    replace(replace(old.body, 'đ', 'd'), 'Đ', 'D'), replace(replace(old.captions, 'đ', 'd'), 'Đ', 'D'));
END
-----
-- One trigger, for SQLite doesn't say which of two comes first.
CREATE TRIGGER revisions_fts_update AFTER UPDATE OF title, lead, body, captions ON revision_rows BEGIN
  INSERT INTO revisions_fts(revisions_fts, rowid, title, lead, body, captions) SELECT 'delete', old.number,
    replace(replace(old.title, 'đ', 'd'), 'Đ', 'D'), replace(replace(old.lead, 'đ', 'd'), 'Đ', 'D'),
    replace(replace(old.body, 'đ', 'd'), 'Đ', 'D'), replace(replace(old.captions, 'đ', 'd'), 'Đ', 'D')
    WHERE coalesce(old.title, old.lead, old.body, old.captions) IS NOT NULL;
  INSERT INTO revisions_fts(rowid, title, lead, body, captions) SELECT new.number,
    replace(replace(new.title, 'đ', 'd'), 'Đ', 'D'), replace(replace(new.lead, 'đ', 'd'), 'Đ', 'D'),
    replace(replace(new.body, 'đ', 'd'), 'Đ', 'D'), replace(replace(new.captions, 'đ', 'd'), 'Đ', 'D')
    WHERE coalesce(new.title, new.lead, new.body, new.captions) IS NOT NULL;
END
-----
-- Articles of several pages: the pages behind the first, in order.
CREATE TABLE article_parts (
  article_id TEXT NOT NULL, position INTEGER NOT NULL, url TEXT NOT NULL, capture_id INTEGER NOT NULL,
  PRIMARY KEY (article_id, position)
) WITHOUT ROWID
-----
-- The same release on several portals: what of an article's words is compared, and where candidates are looked up.
CREATE TABLE fingerprints (
  number INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL UNIQUE, portal TEXT NOT NULL, signature BLOB NOT NULL
)
-----
CREATE TABLE fingerprint_bands (
  hash INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (hash, number)
) WITHOUT ROWID
-----
-- By what method the fingerprints were made, and which articles wait for one: whatever writes an article queues it.
CREATE TABLE cluster_method (method TEXT NOT NULL)
-----
CREATE TABLE cluster_queue (article_id TEXT PRIMARY KEY) WITHOUT ROWID
-----
INSERT INTO cluster_queue SELECT id FROM articles
-----
CREATE TABLE clusters (
  cluster_id TEXT PRIMARY KEY, method TEXT NOT NULL, earliest_id TEXT, articles INTEGER NOT NULL
) WITHOUT ROWID
-----
CREATE INDEX articles_cluster ON articles(cluster_id) WHERE cluster_id IS NOT NULL
-----
-- What an erasure leaves behind: where it stands (done_at), the identities and the digests of five-word runs that must
-- not come back, and the records that are still to be overwritten.
ALTER TABLE withdrawals ADD COLUMN done_at TEXT
-----
CREATE TABLE withdrawn_keys (
  portal TEXT NOT NULL, key TEXT NOT NULL, withdrawal_id TEXT NOT NULL, PRIMARY KEY (portal, key)
) WITHOUT ROWID
-----
CREATE TABLE withdrawn_runs (
  hash INTEGER NOT NULL, withdrawal_id TEXT NOT NULL, PRIMARY KEY (hash, withdrawal_id)
) WITHOUT ROWID
-----
CREATE TABLE erasures (
  warc TEXT NOT NULL, "offset" INTEGER NOT NULL, length INTEGER NOT NULL, PRIMARY KEY (warc, "offset")
) WITHOUT ROWID
-----
-- A merged row may bring the cluster it had elsewhere.
CREATE TRIGGER clusters_insert AFTER INSERT ON articles BEGIN
  INSERT OR IGNORE INTO cluster_queue VALUES (new.id);
  UPDATE articles SET cluster_id = NULL WHERE id = new.id AND cluster_id IS NOT NULL;
END
-----
-- An article that goes, is hidden or says something else leaves its cluster at once, and the others are asked anew
-- whether they still hold together without it.
CREATE TRIGGER clusters_delete AFTER DELETE ON articles BEGIN
  INSERT OR IGNORE INTO cluster_queue SELECT id FROM articles WHERE cluster_id = old.cluster_id;
  UPDATE articles SET cluster_id = NULL WHERE cluster_id = old.cluster_id;
  DELETE FROM clusters WHERE cluster_id = old.cluster_id;
  DELETE FROM fingerprints WHERE article_id = old.id;
  DELETE FROM cluster_queue WHERE article_id = old.id;
END
-----
CREATE TRIGGER clusters_update AFTER UPDATE OF title, lead, body, kind, portal, published, hidden_at ON articles
WHEN (old.title, old.lead, old.body, old.kind, old.portal, old.published, old.hidden_at)
  IS NOT (new.title, new.lead, new.body, new.kind, new.portal, new.published, new.hidden_at) BEGIN
  INSERT OR IGNORE INTO cluster_queue VALUES (new.id);
  INSERT OR IGNORE INTO cluster_queue SELECT id FROM articles WHERE cluster_id = old.cluster_id;
  UPDATE articles SET cluster_id = NULL WHERE cluster_id = old.cluster_id;
  DELETE FROM clusters WHERE cluster_id = old.cluster_id;
  DELETE FROM fingerprints WHERE article_id = old.id;
END
-----
-- Pages of others that quoted what was erased: their bytes were overwritten, and the digest is of what stood there.
ALTER TABLE captures ADD COLUMN withdrawal_id TEXT
-----
ALTER TABLE withdrawals ADD COLUMN overwritten TEXT
-----
-- What was hidden on request is in none of the views, which are what gets published.
DROP VIEW coverage
-----
CREATE VIEW coverage AS
SELECT portal, published_month AS month, count(*) AS articles, sum(gone) AS gone, sum(edited) AS edited
FROM facets WHERE is_article AND NOT hidden GROUP BY portal, published_month
-----
DROP VIEW frame
-----
CREATE VIEW frame AS
SELECT a.id, a.portal, a.canonical_url AS url, a.title, a.lead, a.body, a.captions, a.byline, a.source,
  a.section, a.published, a.published_precision, a.published_basis, a.published_day, a.published_month,
  a.updated, a.province_id, a.unit_id, a.province_now_id, a.added_at, a.gone_since, a.gone_kind, a.revision,
  (SELECT group_concat(tag, ', ') FROM (SELECT tag FROM tags t WHERE t.article_id = a.id ORDER BY position))
    AS tags
FROM articles a WHERE a.kind = 'article' AND a.hidden_at IS NULL
-----
-- A row a unit that ended: what became of it. Most districts have several heirs and none that is "it".
CREATE VIEW unit_heirs AS
SELECT unit_id, count(*) AS heirs, CASE WHEN count(*) = 1 THEN min(successor_id) END AS heir_id,
  group_concat(successor_id, ' ') AS heir_ids
FROM (SELECT unit_id, successor_id FROM unit_successors ORDER BY unit_id, share DESC, successor_id) GROUP BY unit_id
-----
-- Ids tell vintages apart; a code doesn't (24 was Bắc Giang and is Bắc Ninh), so no view has codes.
CREATE VIEW articles_now AS
SELECT a.id, a.portal, a.title, a.published, a.published_precision, a.published_day, a.published_month,
  a.unit_id, u.type AS unit_type, u.name AS unit,
  CASE WHEN u.valid_to IS NULL THEN u.unit_id ELSE h.heir_id END AS unit_now_id,
  CASE WHEN u.valid_to IS NULL THEN u.name ELSE n.name END AS unit_now,
  CASE WHEN u.unit_id IS NULL THEN NULL WHEN u.valid_to IS NULL THEN 1 ELSE coalesce(h.heirs, 0) END AS units_now,
  CASE WHEN u.valid_to IS NULL THEN u.unit_id ELSE h.heir_ids END AS unit_now_ids,
  a.province_id, p.name AS province, a.province_now_id, q.name AS province_now
FROM articles a LEFT JOIN units u ON u.unit_id = a.unit_id LEFT JOIN unit_heirs h ON h.unit_id = a.unit_id
  LEFT JOIN units n ON n.unit_id = h.heir_id LEFT JOIN units p ON p.unit_id = a.province_id
  LEFT JOIN units q ON q.unit_id = a.province_now_id
WHERE a.kind = 'article' AND a.hidden_at IS NULL
-----
-- A row an edit by the portal. Days count from the date that stood there before it.
CREATE VIEW edits AS
SELECT n.article_id, a.portal, n.revision, n.seen_at,
  CASE WHEN length(o.published) >= 10 THEN substr(o.published, 1, 10) END AS published_day,
  CASE WHEN length(o.published) >= 10 THEN CAST(julianday(date(n.seen_at, '+7 hours'))
    - julianday(substr(o.published, 1, 10)) AS INTEGER) END AS days_after,
  o.title IS NOT n.title AS title_changed, o.lead IS NOT n.lead AS lead_changed, o.body IS NOT n.body AS body_changed,
  o.captions IS NOT n.captions AS captions_changed, o.byline IS NOT n.byline AS byline_changed,
  o.published IS NOT n.published AS published_changed,
  o.attachments_hash IS NOT n.attachments_hash AS attachments_changed,
  o.title AS title_before, n.title, o.published AS published_before, n.published,
  length(o.body) AS characters_before, length(n.body) AS characters
FROM facets f CROSS JOIN articles a ON a.ord = f.ord CROSS JOIN revisions n ON n.article_id = a.id
  JOIN revisions o ON o.article_id = n.article_id AND o.revision = n.revision - 1
WHERE f.edited AND f.is_article AND NOT f.hidden AND n.revision > 1
-----
-- A row a member of a cluster: the same release on several portals.
CREATE VIEW syndication AS
SELECT a.cluster_id, c.method, count(*) OVER (PARTITION BY a.cluster_id) AS members,
  a.id = c.earliest_id AS earliest, a.id AS article_id, a.portal, a.title, a.published, a.published_day,
  e.portal AS earliest_portal,
  CAST(julianday(a.published_day) - julianday(e.published_day) AS INTEGER) AS days_after
FROM articles a JOIN clusters c ON c.cluster_id = a.cluster_id
  LEFT JOIN articles e ON e.id = c.earliest_id AND e.hidden_at IS NULL
WHERE a.kind = 'article' AND a.hidden_at IS NULL
