CREATE TABLE cars_data(Id INTEGER PRIMARY KEY, MPG TEXT, Cylinders INTEGER, Horsepower TEXT, Weight INTEGER, Accelerate REAL, Year INTEGER);
INSERT INTO cars_data VALUES(1,'18',8,'130',3504,12,1970),(2,'15',8,'null',3693,11.5,1970),(3,'18.5',4,'95',3436,11,1971);
CREATE TABLE results(resultId INTEGER PRIMARY KEY, raceId INTEGER, fastestLapSpeed TEXT, rank TEXT, position INTEGER, time TEXT);
INSERT INTO results VALUES(1,18,'218.300','2',1,'1:34:50.616'),(2,18,'','',NULL,''),(3,18,NULL,NULL,3,NULL);
CREATE TABLE ref(id INTEGER PRIMARY KEY, hp INTEGER, code TEXT);
INSERT INTO ref VALUES(1,130,'8'),(2,95,'4');

-- queries
SELECT avg(Horsepower) FROM cars_data WHERE Cylinders = 8;
SELECT max(CAST(MPG AS REAL)), sum(MPG) FROM cars_data;
SELECT Id FROM cars_data WHERE Horsepower > (SELECT avg(hp) FROM ref);
SELECT Id FROM cars_data WHERE Horsepower + 0 > 100;
SELECT Id FROM cars_data WHERE MPG < 18.2 ORDER BY Id;
SELECT Id FROM cars_data ORDER BY MPG * 1 DESC, Id;
SELECT c.Id, r.id FROM cars_data c JOIN ref r ON c.Horsepower = r.hp ORDER BY 1;
SELECT c.Id FROM cars_data c WHERE c.Cylinders IN (SELECT code FROM ref) ORDER BY 1;
SELECT c.Id FROM cars_data c WHERE c.Horsepower NOT IN (SELECT hp FROM ref) ORDER BY 1;
SELECT resultId FROM results WHERE fastestLapSpeed > 200;
SELECT max(fastestLapSpeed), sum(rank) FROM results;
SELECT resultId FROM results ORDER BY CAST(fastestLapSpeed AS REAL) DESC, resultId LIMIT 1;
SELECT CAST(substr(time, 1, instr(time, ':') - 1) AS INTEGER) * 60 + substr(time, 3, 2) FROM results ORDER BY resultId;
